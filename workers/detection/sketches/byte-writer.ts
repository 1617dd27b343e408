/** Writes the binary form of profiles: little-endian, into bytes that grow as needed. */
export interface ByteWriter {
  u8(value: number): void;
  u16(value: number): void;
  u32(value: number): void;
  f32(value: number): void;
  f64(value: number): void;
  /** An integer from 0 to 2^53 - 1 in base 128, low digits first. */
  varint(value: number): void;
  /** An integer of at most 52 bits of either sign. */
  zigzag(value: number): void;
  /** Raw bytes; the reader has to know how many. */
  bytes(value: Uint8Array): void;
  /** One byte per UTF-16 unit when all are Latin-1, else two: lossless even for lone surrogates, which JSON admits. */
  string(value: string): void;
  readonly length: number;
  /** A copy of what was written so far. */
  finish(): Uint8Array;
  /** Forgets what was written and keeps the memory: one writer can serve every profile. */
  clear(): void;
}

interface Target {
  bytes: Uint8Array;
  view: DataView;
  length: number;
}

export function createByteWriter(initialBytes = 512): ByteWriter {
  const bytes = new Uint8Array(initialBytes);
  const target: Target = { bytes, view: new DataView(bytes.buffer), length: 0 };
  return {
    ...fixedWidthWriters(target),
    varint: (value) => {
      writeVarint(target, value);
    },
    zigzag: (value) => {
      writeVarint(target, value < 0 ? -2 * value - 1 : 2 * value);
    },
    bytes: (value) => {
      const offset = reserve(target, value.length);
      target.bytes.set(value, offset);
    },
    string: (value) => {
      writeString(target, value);
    },
    get length() {
      return target.length;
    },
    finish: () => target.bytes.slice(0, target.length),
    clear: () => {
      target.length = 0;
    },
  };
}

function fixedWidthWriters(target: Target): Pick<ByteWriter, 'u8' | 'u16' | 'u32' | 'f32' | 'f64'> {
  return {
    u8: (value) => {
      const offset = reserve(target, 1);
      target.bytes[offset] = value;
    },
    u16: (value) => {
      const offset = reserve(target, 2);
      target.view.setUint16(offset, value, true);
    },
    u32: (value) => {
      const offset = reserve(target, 4);
      target.view.setUint32(offset, value, true);
    },
    f32: (value) => {
      const offset = reserve(target, 4);
      target.view.setFloat32(offset, value, true);
    },
    f64: (value) => {
      const offset = reserve(target, 8);
      target.view.setFloat64(offset, value, true);
    },
  };
}

/** Makes room for `count` bytes and returns where they start. It may replace `bytes` and `view`: call it first. */
function reserve(target: Target, count: number): number {
  const offset = target.length;
  target.length += count;
  if (target.length > target.bytes.length) {
    const grown = new Uint8Array(Math.max(target.length, target.bytes.length * 2));
    grown.set(target.bytes);
    target.bytes = grown;
    target.view = new DataView(grown.buffer);
  }
  return offset;
}

function writeVarint(target: Target, value: number): void {
  let offset = reserve(target, value < 128 ? 1 : varintLength(value));
  const { bytes } = target;
  let rest = value;
  // Division, not shifts, above 31 bits: shifts would cut the value.
  for (; rest > 0x7fffffff; rest = Math.floor(rest / 128)) bytes[offset++] = (rest % 128) | 128;
  for (; rest >= 128; rest >>>= 7) bytes[offset++] = rest | 128;
  bytes[offset] = rest;
}

function varintLength(value: number): number {
  let length = 1;
  for (let limit = 128; value >= limit; limit *= 128) length++;
  return length;
}

function writeString(target: Target, value: string): void {
  const isWide = hasWideUnit(value);
  writeVarint(target, value.length * 2 + (isWide ? 1 : 0));
  let offset = reserve(target, value.length * (isWide ? 2 : 1));
  const { bytes } = target;
  for (let index = 0; index < value.length; index++) {
    const unit = value.charCodeAt(index);
    bytes[offset++] = unit;
    if (isWide) bytes[offset++] = unit >>> 8;
  }
}

function hasWideUnit(value: string): boolean {
  for (let index = 0; index < value.length; index++) {
    if (value.charCodeAt(index) > 0xff) return true;
  }
  return false;
}
