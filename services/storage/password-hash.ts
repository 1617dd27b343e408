import { randomBytes, scrypt, timingSafeEqual } from 'node:crypto';

/** About 60 ms and 32 MiB a try: OWASP's floor for scrypt, cost 2^15 with three lanes. */
const settings = { cost: 32_768, blockSize: 8, parallelization: 3 } as const;
const keyBytes = 32;

interface ScryptSettings {
  readonly cost: number;
  readonly blockSize: number;
  readonly parallelization: number;
}

function derive(password: string, salt: Buffer, given: ScryptSettings): Promise<Buffer> {
  const { promise, resolve, reject } = Promise.withResolvers<Buffer>();
  const maxmem = 256 * given.cost * given.blockSize;
  scrypt(password.normalize('NFKC'), salt, keyBytes, { ...given, maxmem }, (error, key) => {
    if (error === null) resolve(key);
    else reject(error);
  });
  return promise;
}

/** `scrypt$cost$blockSize$parallelization$salt$key`: the settings travel along, so that they can rise later. */
export async function hashPassword(password: string): Promise<string> {
  const salt = randomBytes(16);
  const key = await derive(password, salt, settings);
  const { cost, blockSize, parallelization } = settings;
  const parts = [cost, blockSize, parallelization, salt.toString('base64'), key.toString('base64')];
  return ['scrypt', ...parts].join('$');
}

/** Compares in constant time. A hash in another form never matches. */
export async function isPasswordRight(password: string, hash: string): Promise<boolean> {
  const [scheme, cost, blockSize, parallelization, salt, key] = hash.split('$');
  if (scheme !== 'scrypt' || salt === undefined || key === undefined) return false;
  const expected = Buffer.from(key, 'base64');
  const actual = await derive(password, Buffer.from(salt, 'base64'), {
    cost: Number(cost),
    blockSize: Number(blockSize),
    parallelization: Number(parallelization),
  });
  return expected.length === actual.length && timingSafeEqual(expected, actual);
}
