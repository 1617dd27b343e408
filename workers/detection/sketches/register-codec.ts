import { profileUndecodable, type ByteReader } from './byte-reader.ts';
import type { ByteWriter } from './byte-writer.ts';

const count = 256;
const plainWidth = 5;
const plainBytes = (count * plainWidth) / 8;
const plainForm = 31;
const largestRank = 17;
/** So many ones say that the rank follows in 5 bits: what is held at a time must fit 32 bits. */
const escape = 15;
const escapeWidth = escape + plainWidth;

/**
 * Writes 256 ranks of 0 to 17. Ranks of honest data huddle around log2(n / 256), so the distance from the mean,
 * rounded down, in unary takes about 3.5 bits each; ranks that do not huddle are written as 5 bits each.
 * At most 161 bytes. It is the most frequent part of storing a profile, hence the bit twiddling in place.
 */
export function encodeRegisters(writer: ByteWriter, registers: Uint8Array): void {
  let sum = 0;
  for (let index = 0; index < count; index++) sum += registers[index] ?? 0;
  const centre = Math.floor(sum / count);
  const isPlain = !isUnaryShorter(registers, centre);
  const packed = isPlain ? packPlain(registers) : packUnary(registers, centre);
  writer.u8(isPlain ? plainForm : centre);
  writer.u8(packed.length);
  writer.bytes(packed);
}

export function decodeRegisters(reader: ByteReader): Uint8Array {
  const form = reader.u8();
  const packed = reader.bytes(reader.u8());
  const registers = new Uint8Array(count);
  let held = 0;
  let heldBits = 0;
  let offset = 0;
  for (let index = 0; index < count; index++) {
    for (; heldBits <= 24 && offset < packed.length; heldBits += 8) {
      held |= (packed[offset++] ?? 0) << heldBits;
    }
    const ones = Math.min(escape, trailingOnes(held));
    const width = form === plainForm ? plainWidth : widthOf(ones);
    const rank = form === plainForm ? held & 31 : rankOf(form, ones, held);
    if (width > heldBits || !(rank >= 0 && rank <= largestRank)) {
      throw profileUndecodable('a register is out of range');
    }
    registers[index] = rank;
    held >>>= width;
    heldBits -= width;
  }
  return registers;
}

function rankOf(centre: number, ones: number, held: number): number {
  return ones === escape ? (held >>> escape) & 31 : centre + distanceOf(ones);
}

function packPlain(registers: Uint8Array): Uint8Array {
  const packed = new Uint8Array(plainBytes);
  let held = 0;
  let heldBits = 0;
  let length = 0;
  for (const rank of registers) {
    held |= rank << heldBits;
    heldBits += plainWidth;
    for (; heldBits >= 8; heldBits -= 8) {
      packed[length++] = held;
      held >>>= 8;
    }
  }
  return packed;
}

function packUnary(registers: Uint8Array, centre: number): Uint8Array {
  const packed = new Uint8Array(plainBytes);
  let held = 0;
  let heldBits = 0;
  let length = 0;
  for (let index = 0; index < count; index++) {
    const rank = registers[index] ?? 0;
    const ones = Math.min(escape, distanceCode(rank - centre));
    const low = (1 << ones) - 1;
    held |= (ones === escape ? low | (rank << escape) : low) << heldBits;
    heldBits += widthOf(ones);
    for (; heldBits >= 8; heldBits -= 8) {
      packed[length++] = held;
      held >>>= 8;
    }
  }
  if (heldBits > 0) packed[length++] = held;
  return packed.subarray(0, length);
}

function isUnaryShorter(registers: Uint8Array, centre: number): boolean {
  let bits = 0;
  for (let index = 0; index < count; index++) {
    bits += widthOf(Math.min(escape, distanceCode((registers[index] ?? 0) - centre)));
  }
  return bits < count * plainWidth;
}

function widthOf(ones: number): number {
  return ones === escape ? escapeWidth : ones + 1;
}

/** 0, 1, -1, 2, -2 ... become 0, 1, 2, 3, 4 ...: ranks lean to the high side. */
function distanceCode(distance: number): number {
  return distance > 0 ? 2 * distance - 1 : -2 * distance;
}

function distanceOf(code: number): number {
  return (code & 1) === 1 ? (code + 1) >> 1 : -(code >> 1);
}

function trailingOnes(bits: number): number {
  const firstZero = ~bits & (bits + 1);
  return 31 - Math.clz32(firstZero);
}
