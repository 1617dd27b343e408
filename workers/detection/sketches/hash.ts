/** 0xe6546b64 as a signed integer: sums that stay small integers take half the time. */
const addend = 0xe6546b64 | 0;

/**
 * MurmurHash3 x86 32 (Austin Appleby, public domain: github.com/aappleby/smhasher) over UTF-16 units,
 * two to a block. Not cryptographic: who knows the seed can make collisions, so nothing may rest on them
 * being impossible.
 */
export function hashString32(text: string, seed = 0): number {
  let hash = seed | 0;
  const even = text.length & ~1;
  for (let index = 0; index < even; index += 2) {
    const block = text.charCodeAt(index) | (text.charCodeAt(index + 1) << 16);
    hash ^= scramble(block);
    hash = (Math.imul((hash << 13) | (hash >>> 19), 5) + addend) | 0;
  }
  if (even < text.length) hash ^= scramble(text.charCodeAt(even));
  // The length counts in bytes there; units carry the same information.
  return mix32(hash ^ text.length);
}

/** The finaliser of MurmurHash3 (fmix32): a bijection of 32 bits in which every input bit moves every output bit. */
export function mix32(value: number): number {
  let hash = value;
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}

/** A hash of an ordered pair of hashes: `combine32(a, b)` and `combine32(b, a)` differ. */
export function combine32(first: number, second: number): number {
  const rotated = (first << 13) | (first >>> 19);
  return mix32(((Math.imul(rotated, 5) + addend) | 0) ^ scramble(second));
}

function scramble(block: number): number {
  const mixed = Math.imul(block, 0xcc9e2d51);
  return Math.imul((mixed << 15) | (mixed >>> 17), 0x1b873593);
}
