import { createBitReader, createBitWriter } from './bits.ts';
import { profileUndecodable, type ByteReader } from './byte-reader.ts';
import type { ByteWriter } from './byte-writer.ts';

const count = 256;
const plainWidth = 5;
const plainForm = 31;
const largestRank = 17;

/**
 * Writes 256 ranks of 0 to 17. Ranks of honest data huddle within two of log2(n / 256), so the distance from
 * the mean, rounded down, in unary takes about 3 bits each; ranks that do not huddle are written as 5 bits each.
 */
export function encodeRegisters(writer: ByteWriter, registers: Uint8Array): void {
  let sum = 0;
  for (const rank of registers) sum += rank;
  const centre = Math.floor(sum / count);
  let unaryBits = 0;
  for (const rank of registers) unaryBits += distanceCode(rank - centre) + 1;
  const isPlain = unaryBits >= count * plainWidth;
  writer.u8(isPlain ? plainForm : centre);
  const bits = createBitWriter(writer);
  for (const rank of registers) {
    if (isPlain) bits.write(rank, plainWidth);
    else bits.unary(distanceCode(rank - centre));
  }
  bits.flush();
}

export function decodeRegisters(reader: ByteReader): Uint8Array {
  const form = reader.u8();
  const bits = createBitReader(reader);
  const registers = new Uint8Array(count);
  for (let index = 0; index < count; index++) {
    const rank = form === plainForm ? bits.read(plainWidth) : form + distanceOf(bits.unary());
    if (rank < 0 || rank > largestRank) throw profileUndecodable('a register is out of range');
    registers[index] = rank;
  }
  return registers;
}

/** 0, 1, -1, 2, -2 ... become 0, 1, 2, 3, 4 ...: ranks lean to the high side. */
function distanceCode(distance: number): number {
  return distance > 0 ? 2 * distance - 1 : -2 * distance;
}

function distanceOf(code: number): number {
  return code % 2 === 1 ? (code + 1) / 2 : -code / 2;
}
