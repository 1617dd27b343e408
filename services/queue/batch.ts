import { crc32 } from 'node:zlib';
import { AppError } from '../errors.ts';

export type RecordKind = 'event' | 'account';

export interface BatchRecord {
  readonly kind: RecordKind;
  /** Ms. The time against which an impossible event time is marked. */
  readonly referenceAt: number;
  /** Fills `source` of an event that carries none. */
  readonly source: string | null;
  /** The JSON of the record as it came, validated. */
  readonly line: Buffer;
}

export interface Batch {
  /** Ms. */
  readonly receivedAt: number;
  readonly records: readonly BatchRecord[];
}

/*
 * Layout, little endian: u8 0x53, u8 version, u32 crc of what follows, f64 receivedAt, u32 records, u16 origins;
 * per origin f64 referenceAt, i16 length of the source (-1: none), source; per record u8 kind, u16 origin,
 * u32 length, line. Records share few origins, so a line costs 7 bytes.
 */
const magic = 0x53;
const version = 1;
const headerLength = 20;
const checkedFrom = 6;
const kinds: readonly RecordKind[] = ['event', 'account'];

interface Origin {
  readonly referenceAt: number;
  readonly source: Buffer | null;
}

function collectOrigins(records: readonly BatchRecord[]) {
  const origins: Origin[] = [];
  const indexes = new Map<string, number>();
  const originOf = records.map(({ referenceAt, source }) => {
    const key = `${referenceAt} ${source ?? ''}${source === null ? '-' : '+'}`;
    let index = indexes.get(key);
    if (index === undefined) {
      index = origins.length;
      indexes.set(key, index);
      origins.push({ referenceAt, source: source === null ? null : Buffer.from(source, 'utf8') });
    }
    return index;
  });
  return { origins, originOf };
}

function writeOrigin(buffer: Buffer, start: number, origin: Origin): number {
  buffer.writeDoubleLE(origin.referenceAt, start);
  buffer.writeInt16LE(origin.source === null ? -1 : origin.source.length, start + 8);
  origin.source?.copy(buffer, start + 10);
  return start + 10 + (origin.source?.length ?? 0);
}

function measure(origins: readonly Origin[], records: readonly BatchRecord[]): number {
  let length = headerLength;
  for (const { source } of origins) length += 10 + (source?.length ?? 0);
  for (const { line } of records) length += 7 + line.length;
  return length;
}

/** The raw buffer of a batch. At most 65,535 distinct pairs of reference time and source. */
export function encodeBatch({ receivedAt, records }: Batch): Buffer {
  const { origins, originOf } = collectOrigins(records);
  const buffer = Buffer.allocUnsafe(measure(origins, records));
  buffer.writeUInt8(magic, 0);
  buffer.writeUInt8(version, 1);
  buffer.writeDoubleLE(receivedAt, 6);
  buffer.writeUInt32LE(records.length, 14);
  buffer.writeUInt16LE(origins.length, 18);
  let position = headerLength;
  for (const origin of origins) position = writeOrigin(buffer, position, origin);
  for (const [index, { kind, line }] of records.entries()) {
    buffer.writeUInt8(kinds.indexOf(kind), position);
    buffer.writeUInt16LE(originOf[index] ?? 0, position + 1);
    buffer.writeUInt32LE(line.length, position + 3);
    line.copy(buffer, position + 7);
    position += 7 + line.length;
  }
  buffer.writeUInt32LE(crc32(buffer.subarray(checkedFrom)), 2);
  return buffer;
}

function undecodable(why: string): AppError {
  return new AppError('batch_undecodable', `The batch cannot be decoded: ${why}.`);
}

function checkHeader(buffer: Buffer): void {
  if (buffer.length < headerLength || buffer.readUInt8(0) !== magic) throw undecodable('no batch');
  const found = buffer.readUInt8(1);
  if (found !== version) throw undecodable(`version ${found} is unknown`);
  if (buffer.readUInt32LE(2) !== crc32(buffer.subarray(checkedFrom)))
    throw undecodable('checksum differs');
}

function readOrigins(buffer: Buffer) {
  let position = headerLength;
  const origins: { referenceAt: number; source: string | null }[] = [];
  for (let left = buffer.readUInt16LE(18); left > 0; left -= 1) {
    const length = buffer.readInt16LE(position + 8);
    const end = position + 10 + Math.max(length, 0);
    const source = length < 0 ? null : buffer.toString('utf8', position + 10, end);
    origins.push({ referenceAt: buffer.readDoubleLE(position), source });
    position = end;
  }
  return { origins, position };
}

/** The batch again; its lines are views of `buffer`. Throws batch_undecodable. */
export function decodeBatch(buffer: Buffer): Batch {
  checkHeader(buffer);
  const { origins, position: start } = readOrigins(buffer);
  let position = start;
  const records: BatchRecord[] = [];
  for (let left = buffer.readUInt32LE(14); left > 0; left -= 1) {
    const kind = kinds[buffer.readUInt8(position)];
    const origin = origins[buffer.readUInt16LE(position + 1)];
    if (kind === undefined || origin === undefined) throw undecodable('a record is malformed');
    const from = position + 7;
    position = from + buffer.readUInt32LE(position + 3);
    records.push({ kind, ...origin, line: buffer.subarray(from, position) });
  }
  return { receivedAt: buffer.readDoubleLE(6), records };
}
