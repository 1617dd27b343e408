import { profileUndecodable, type ByteReader } from './byte-reader.ts';
import type { ByteWriter } from './byte-writer.ts';
import { mix32 } from './hash.ts';
import { estimateRegisters } from './register-estimate.ts';
import { decodeRegisters, encodeRegisters } from './register-codec.ts';

/**
 * How many distinct hashes were added. Up to 32 they are kept as 24-bit prefixes and the count is exact
 * (two of 32 share a prefix with probability 3e-5); beyond, 256 registers give a standard error of 6.5 %
 * (1.04 / sqrt(256), Flajolet et al. 2007). Which form is held depends on the set alone, so that the state
 * and its bytes are the same for every order of adding and merging.
 */
export interface HyperLogLog {
  prefixes: number[];
  registers: Uint8Array | null;
}

// 97 bytes when full, as much as the dense form usually takes.
const sparseLimit = 32;
export const registerCount = 256;

export function createHyperLogLog(): HyperLogLog {
  return { prefixes: [], registers: null };
}

/** Adds an element by its 32-bit hash; the hash is mixed again, so that plain integers will do. */
export function addHash(hll: HyperLogLog, hash32: number): void {
  addPrefix(hll, mix32(hash32) >>> 8);
}

/** The number of distinct elements, in elements and not rounded. */
export function estimate(hll: HyperLogLog): number {
  return hll.registers === null ? hll.prefixes.length : estimateRegisters(hll.registers);
}

/** Makes `into` the sketch of the union. Commutative and associative, exactly. */
export function mergeHyperLogLog(into: HyperLogLog, from: HyperLogLog): void {
  for (const prefix of from.prefixes) addPrefix(into, prefix);
  if (from.registers === null) return;
  const registers = densify(into);
  for (let index = 0; index < registerCount; index++) {
    const rank = from.registers[index] ?? 0;
    if (rank > (registers[index] ?? 0)) registers[index] = rank;
  }
}

/** At most 163 bytes: 1 + 3 an element while sparse, then usually 50 to 120. */
export function encodeHyperLogLog(writer: ByteWriter, hll: HyperLogLog): void {
  if (hll.registers !== null) {
    writer.u8(sparseLimit + 1);
    encodeRegisters(writer, hll.registers);
    return;
  }
  writer.u8(hll.prefixes.length);
  for (const prefix of hll.prefixes.toSorted((a, b) => a - b)) {
    writer.u16(prefix & 0xffff);
    writer.u8(prefix >>> 16);
  }
}

export function decodeHyperLogLog(reader: ByteReader): HyperLogLog {
  const form = reader.u8();
  if (form > sparseLimit + 1) throw profileUndecodable('unknown form of a distinct count');
  if (form > sparseLimit) return { prefixes: [], registers: decodeRegisters(reader) };
  const hll = createHyperLogLog();
  for (let index = 0; index < form; index++) {
    const low = reader.u16();
    hll.prefixes.push(low + reader.u8() * 0x10000);
  }
  return hll;
}

function addPrefix(hll: HyperLogLog, prefix: number): void {
  if (hll.registers !== null) {
    raise(hll.registers, prefix);
    return;
  }
  if (hll.prefixes.includes(prefix)) return;
  if (hll.prefixes.length < sparseLimit) hll.prefixes.push(prefix);
  else raise(densify(hll), prefix);
}

function densify(hll: HyperLogLog): Uint8Array {
  if (hll.registers !== null) return hll.registers;
  const registers = new Uint8Array(registerCount);
  for (const prefix of hll.prefixes) raise(registers, prefix);
  hll.registers = registers;
  hll.prefixes = [];
  return registers;
}

/** The first 8 bits of a prefix name the register, the place of the first one in the other 16 is its rank, 1 to 17. */
function raise(registers: Uint8Array, prefix: number): void {
  const index = prefix >>> 16;
  const rest = prefix & 0xffff;
  const rank = rest === 0 ? 17 : Math.clz32(rest) - 15;
  if (rank > (registers[index] ?? 0)) registers[index] = rank;
}
