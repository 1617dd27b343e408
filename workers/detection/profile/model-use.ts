import type { ByteReader } from '../sketches/byte-reader.ts';
import type { ByteWriter } from '../sketches/byte-writer.ts';

/** When an account took up a model, and how much it used it since. */
export interface ModelUse {
  /** Hash of the name. */
  readonly key: number;
  /** Event time in ms. */
  firstAt: number;
  /** Requests of the account before that. */
  before: number;
  count: number;
}

export const modelUseLimit = 4;

/** Notes one request to a model; when all places are taken, the least used model gives way. */
export function addModelUse(
  uses: ModelUse[],
  key: number,
  { occurredAt, before }: { readonly occurredAt: number; readonly before: number },
): void {
  const held = uses.find((use) => use.key === key);
  if (held !== undefined) {
    held.count++;
    if (occurredAt < held.firstAt) held.firstAt = occurredAt;
    return;
  }
  const use = { key, firstAt: occurredAt, before, count: 1 };
  if (uses.length < modelUseLimit) uses.push(use);
  else uses[uses.indexOf(uses.reduce((a, b) => (b.count < a.count ? b : a)))] = use;
}

/** The most used models of all parts; the order of the parts changes nothing. */
export function mergeModelUses(parts: readonly (readonly ModelUse[])[]): ModelUse[] {
  const byKey = Map.groupBy(parts.flat(), ({ key }) => key);
  return Array.from(byKey, ([key, uses]) => ({
    key,
    firstAt: Math.min(...uses.map(({ firstAt }) => firstAt)),
    before: uses.reduce((sum, { before }) => sum + before, 0),
    count: uses.reduce((sum, { count }) => sum + count, 0),
  }))
    .sort((a, b) => b.count - a.count || a.key - b.key)
    .slice(0, modelUseLimit);
}

export function encodeModelUses(writer: ByteWriter, uses: readonly ModelUse[]): void {
  writer.u8(uses.length);
  for (const { key, firstAt, before, count } of uses) {
    writer.u32(key);
    writer.zigzag(firstAt);
    writer.varint(before);
    writer.varint(count);
  }
}

/** @throws AppError `profile_undecodable` */
export function decodeModelUses(reader: ByteReader): ModelUse[] {
  return Array.from({ length: reader.u8() }, () => ({
    key: reader.u32(),
    firstAt: reader.zigzag(),
    before: reader.varint(),
    count: reader.varint(),
  }));
}
