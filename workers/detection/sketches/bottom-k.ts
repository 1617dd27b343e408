import { profileUndecodable, type ByteReader } from './byte-reader.ts';
import type { ByteWriter } from './byte-writer.ts';

/**
 * The k entries with the smallest hashes: a uniform sample of the distinct entries that does not depend on the
 * order of adding or merging (bottom-k sampling, Cohen and Kaplan 2007). An entry is its hash and its payload.
 */
export interface BottomK {
  readonly limit: number;
  /** Ascending by hash, then payload. */
  readonly hashes: number[];
  readonly payloads: string[];
}

const defaultLimit = 16;

export function createBottomK(limit = defaultLimit): BottomK {
  return { limit, hashes: [], payloads: [] };
}

/** `hash32` must be well mixed: hashString32 is, a counter is not. Adding an entry twice changes nothing. */
export function addToBottomK(sample: BottomK, hash32: number, payload: string): void {
  const { hashes, payloads, limit } = sample;
  let place = hashes.length;
  while (
    place > 0 &&
    isBefore(hash32, payload, hashes[place - 1] ?? 0, payloads[place - 1] ?? '')
  ) {
    place--;
  }
  if (place >= limit) return;
  if (hashes[place - 1] === hash32 && payloads[place - 1] === payload) return;
  hashes.splice(place, 0, hash32);
  payloads.splice(place, 0, payload);
  if (hashes.length > limit) {
    hashes.pop();
    payloads.pop();
  }
}

/** Commutative and associative, exactly, between samples of one limit. */
export function mergeBottomK(into: BottomK, from: BottomK): void {
  for (let index = 0; index < from.hashes.length; index++) {
    addToBottomK(into, from.hashes[index] ?? 0, from.payloads[index] ?? '');
  }
}

/** At most 1 + limit * (5 + the bytes of a payload). */
export function encodeBottomK(writer: ByteWriter, sample: BottomK): void {
  writer.varint(sample.hashes.length);
  for (let index = 0; index < sample.hashes.length; index++) {
    writer.u32(sample.hashes[index] ?? 0);
    writer.string(sample.payloads[index] ?? '');
  }
}

export function decodeBottomK(reader: ByteReader, limit = defaultLimit): BottomK {
  const count = reader.varint();
  if (count > limit) throw profileUndecodable('a sample is too large');
  const sample = createBottomK(limit);
  for (let index = 0; index < count; index++) {
    sample.hashes.push(reader.u32());
    sample.payloads.push(reader.string());
  }
  return sample;
}

function isBefore(hash: number, payload: string, otherHash: number, otherPayload: string): boolean {
  return hash < otherHash || (hash === otherHash && payload < otherPayload);
}
