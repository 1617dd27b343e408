function scramble(block: number): number {
  const mixed = Math.imul(block, 0xcc9e2d51);
  return Math.imul((mixed << 15) | (mixed >>> 17), 0x1b873593);
}

/** MurmurHash3 x86 32 of the bytes, seed 0. Unsigned. */
export function murmur3(bytes: Uint8Array): number {
  let hash = 0;
  const whole = bytes.length & ~3;
  const at = (index: number) => bytes[index] ?? 0;
  for (let index = 0; index < whole; index += 4) {
    hash ^= scramble(
      at(index) | (at(index + 1) << 8) | (at(index + 2) << 16) | (at(index + 3) << 24),
    );
    hash = Math.imul((hash << 13) | (hash >>> 19), 5) + 0xe6546b64;
  }
  let tail = 0;
  for (let index = bytes.length - 1; index >= whole; index -= 1) tail = (tail << 8) | at(index);
  if (whole < bytes.length) hash ^= scramble(tail);
  hash ^= bytes.length;
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}

/** The partition that holds an account. It may never change for a partition count: profiles live where it says. */
export function partitionOf(accountId: string, partitions: number): number {
  return murmur3(Buffer.from(accountId, 'utf8')) % partitions;
}
