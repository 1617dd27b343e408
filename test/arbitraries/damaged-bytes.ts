import { deflateSync, gzipSync, zstdCompressSync } from 'node:zlib';
import fc from 'fast-check';

type ByteChange = readonly [place: number, put: Uint8Array];

/** Changes of single bytes: each replaced by up to three others, at a place that is a share of the length. */
export function byteChanges(limits: fc.ArrayConstraints = {}): fc.Arbitrary<ByteChange[]> {
  const place = fc.double({ min: 0, max: 1, noNaN: true });
  return fc.array(fc.tuple(place, fc.uint8Array({ maxLength: 3 })), limits);
}

/** The bytes with each of the changes made, one after the other. */
export function damage(bytes: Buffer, changes: readonly ByteChange[]): Buffer {
  return changes.reduce((whole, [place, put]) => {
    const at = Math.floor(place * whole.length);
    return Buffer.concat([whole.subarray(0, at), put, whole.subarray(at + 1)]);
  }, bytes);
}

/** Every content encoding that intake takes. */
export const compressors = [
  ['identity', (bytes: Buffer) => bytes],
  ['gzip', gzipSync],
  ['deflate', deflateSync],
  ['zstd', zstdCompressSync],
] as const;
