import { AppError } from '../../../services/errors.ts';

/** Reads what a ByteWriter wrote. Every method throws AppError `profile_undecodable` past the end or on nonsense. */
export interface ByteReader {
  u8(): number;
  u16(): number;
  u32(): number;
  f32(): number;
  f64(): number;
  varint(): number;
  zigzag(): number;
  /** A copy of the next `count` bytes. */
  bytes(count: number): Uint8Array;
  string(): string;
  readonly remaining: number;
}

interface Source {
  readonly view: DataView;
  offset: number;
}

export function createByteReader(bytes: Uint8Array): ByteReader {
  const source: Source = {
    view: new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength),
    offset: 0,
  };
  return {
    u8: () => source.view.getUint8(take(source, 1)),
    u16: () => source.view.getUint16(take(source, 2), true),
    u32: () => source.view.getUint32(take(source, 4), true),
    f32: () => source.view.getFloat32(take(source, 4), true),
    f64: () => source.view.getFloat64(take(source, 8), true),
    varint: () => readVarint(source),
    zigzag: () => {
      const code = readVarint(source);
      return code % 2 === 0 ? code / 2 : -(code + 1) / 2;
    },
    bytes: (count) => {
      const offset = take(source, count);
      return bytes.slice(offset, offset + count);
    },
    string: () => readString(source),
    get remaining() {
      return source.view.byteLength - source.offset;
    },
  };
}

/** The error of a stored profile that cannot be read; `detail` is a constant sentence and carries no data. */
export function profileUndecodable(detail: string): AppError {
  return new AppError('profile_undecodable', `stored profile cannot be decoded: ${detail}`);
}

function take(source: Source, count: number): number {
  const offset = source.offset;
  if (count > source.view.byteLength - offset) throw profileUndecodable('it is cut short');
  source.offset = offset + count;
  return offset;
}

function readVarint(source: Source): number {
  let value = 0;
  let scale = 1;
  for (let digits = 0; digits < 8; digits++) {
    const byte = source.view.getUint8(take(source, 1));
    value += (byte & 127) * scale;
    if (byte < 128) {
      if (value > Number.MAX_SAFE_INTEGER) break;
      return value;
    }
    scale *= 128;
  }
  throw profileUndecodable('a number is out of range');
}

function readString(source: Source): string {
  const header = readVarint(source);
  const isWide = header % 2 === 1;
  const length = Math.floor(header / 2);
  const offset = take(source, length * (isWide ? 2 : 1));
  let value = '';
  for (let index = 0; index < length; index++) {
    value += String.fromCharCode(
      isWide
        ? source.view.getUint16(offset + index * 2, true)
        : source.view.getUint8(offset + index),
    );
  }
  return value;
}
