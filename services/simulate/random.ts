/** A seeded source of numbers; the same seed gives the same sequence on every machine. */
export interface Random {
  /** Uniform in [0, 1). */
  next(): number;
  uint32(): number;
}

function mix(value: number): number {
  let z = value | 0;
  z = Math.imul(z ^ (z >>> 16), 0x21f0aaad);
  z = Math.imul(z ^ (z >>> 15), 0x735a2d97);
  return (z ^ (z >>> 15)) >>> 0;
}

/** xoshiro128**, seeded through a mixer so that neighbouring seeds and streams share nothing. */
export function createRandom(seed: number, stream = 0): Random {
  const base = mix((seed ^ mix(stream + 0x632be5ab)) + 0x9e3779b9);
  let a = mix(base + 0x9e3779b9);
  let b = mix(base + 0x3c6ef372);
  let c = mix(base + 0xdaa66d2b);
  let d = mix(base + 0x78dde6e4) | 1;
  const uint32 = (): number => {
    const x = Math.imul(b, 5);
    const result = Math.imul((x << 7) | (x >>> 25), 9) >>> 0;
    const shifted = b << 9;
    c ^= a;
    d ^= b;
    b ^= c;
    a ^= d;
    c ^= shifted;
    d = (d << 11) | (d >>> 21);
    return result;
  };
  return { uint32, next: () => uint32() / 4294967296 };
}

export function fork(random: Random): Random {
  return createRandom(random.uint32(), random.uint32());
}

/** A whole number in [0, limit). */
export function below(random: Random, limit: number): number {
  return Math.floor(random.next() * limit);
}

/** A whole number in [low, high]. */
export function between(random: Random, low: number, high: number): number {
  return low + below(random, high - low + 1);
}

export function chance(random: Random, probability: number): boolean {
  return random.next() < probability;
}

export function pick<T>(random: Random, list: readonly T[]): T {
  const value = list[below(random, list.length)];
  if (value === undefined) throw new RangeError('nothing to pick from');
  return value;
}

/** Picks early entries more often: the k-th with a weight of about 1 / k. */
export function pickSkewed<T>(random: Random, list: readonly T[]): T {
  const index = Math.floor(Math.pow(list.length + 1, random.next())) - 1;
  return list[Math.min(index, list.length - 1)] ?? pick(random, list);
}

/** Up to `count` entries without repetition, in random order. */
export function sample<T>(random: Random, list: readonly T[], count: number): T[] {
  const pool = [...list];
  const taken: T[] = [];
  while (taken.length < count && pool.length > 0) {
    const index = below(random, pool.length);
    const [value] = pool.splice(index, 1);
    if (value !== undefined) taken.push(value);
  }
  return taken;
}

export function exponential(random: Random, mean: number): number {
  return -Math.log(1 - random.next()) * mean;
}

export function normal(random: Random): number {
  const radius = Math.sqrt(-2 * Math.log(1 - random.next()));
  return radius * Math.cos(2 * Math.PI * random.next());
}

/** Log-normal with the given mean; `sigma` is the spread of the logarithm. */
export function logNormal(random: Random, mean: number, sigma: number): number {
  return mean * Math.exp(sigma * normal(random) - (sigma * sigma) / 2);
}

/** Gamma with the given shape and mean (Marsaglia and Tsang). A shape under 1 is bursty. */
export function gamma(random: Random, shape: number, mean: number): number {
  const boost = shape < 1 ? Math.pow(1 - random.next(), 1 / shape) : 1;
  const d = (shape < 1 ? shape + 1 : shape) - 1 / 3;
  const c = 1 / Math.sqrt(9 * d);
  for (;;) {
    const x = normal(random);
    const v = Math.pow(1 + c * x, 3);
    if (v > 0 && Math.log(1 - random.next()) < 0.5 * x * x + d - d * v + d * Math.log(v)) {
      return (d * v * boost * mean) / shape;
    }
  }
}

const hexDigits = '0123456789abcdef';

export function hex(random: Random, length: number): string {
  let text = '';
  while (text.length < length) {
    let bits = random.uint32();
    for (let i = 0; i < 8 && text.length < length; i += 1) {
      text += hexDigits[bits & 15] ?? '';
      bits >>>= 4;
    }
  }
  return text;
}
