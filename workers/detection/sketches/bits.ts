import type { ByteReader } from './byte-reader.ts';
import type { ByteWriter } from './byte-writer.ts';

export interface BitWriter {
  /** The low `width` bits of `value`, at most 24, lowest first. */
  write(value: number, width: number): void;
  /** As many ones as `value`, then a zero. */
  unary(value: number): void;
  /** Fills the last byte with zeros. */
  flush(): void;
}

export function createBitWriter(writer: ByteWriter): BitWriter {
  let held = 0;
  let heldBits = 0;
  const write = (value: number, width: number): void => {
    held |= (value & ((1 << width) - 1)) << heldBits;
    heldBits += width;
    while (heldBits >= 8) {
      writer.u8(held & 0xff);
      held >>>= 8;
      heldBits -= 8;
    }
  };
  return {
    write,
    unary: (value) => {
      for (let left = value; left > 0; left--) write(1, 1);
      write(0, 1);
    },
    flush: () => {
      if (heldBits > 0) write(0, 8 - heldBits);
    },
  };
}

export interface BitReader {
  read(width: number): number;
  unary(): number;
}

/** Takes whole bytes from `reader`, so that the next ordinary read begins at a byte of its own. */
export function createBitReader(reader: ByteReader): BitReader {
  let held = 0;
  let heldBits = 0;
  const read = (width: number): number => {
    while (heldBits < width) {
      held |= reader.u8() << heldBits;
      heldBits += 8;
    }
    const value = held & ((1 << width) - 1);
    held >>>= width;
    heldBits -= width;
    return value;
  };
  return {
    read,
    unary: () => {
      let value = 0;
      while (read(1) === 1) value++;
      return value;
    },
  };
}
