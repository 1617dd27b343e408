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
}

interface Target {
  bytes: Uint8Array;
  view: DataView;
  length: number;
}

export function createByteWriter(initialBytes = 512): ByteWriter {
  const bytes = new Uint8Array(initialBytes);
  const target: Target = { bytes, view: new DataView(bytes.buffer), length: 0 };
  const varint = (value: number): void => {
    writeVarint(target, value);
  };
  return {
    u8: (value) => {
      const offset = reserve(target, 1);
      target.view.setUint8(offset, value);
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
    varint,
    zigzag: (value) => {
      varint(value < 0 ? -2 * value - 1 : 2 * value);
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
  };
}

/** Makes room for `count` bytes and returns where they start. It may replace `view`: call it first. */
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
  let rest = value;
  // Division, not shifts: shifts would cut the value to 32 bits.
  while (rest >= 128) {
    const digit = reserve(target, 1);
    target.view.setUint8(digit, (rest % 128) + 128);
    rest = Math.floor(rest / 128);
  }
  const offset = reserve(target, 1);
  target.view.setUint8(offset, rest);
}

function writeString(target: Target, value: string): void {
  let isWide = false;
  for (let index = 0; index < value.length && !isWide; index++) {
    isWide = value.charCodeAt(index) > 0xff;
  }
  writeVarint(target, value.length * 2 + (isWide ? 1 : 0));
  const offset = reserve(target, value.length * (isWide ? 2 : 1));
  for (let index = 0; index < value.length; index++) {
    const unit = value.charCodeAt(index);
    if (isWide) target.view.setUint16(offset + index * 2, unit, true);
    else target.view.setUint8(offset + index, unit);
  }
}
