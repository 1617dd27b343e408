import { profileUndecodable, type ByteReader } from './byte-reader.ts';
import type { ByteWriter } from './byte-writer.ts';
import { mix32 } from './hash.ts';

/**
 * How often each cell of the input space was visited, for Good-Turing estimates. Cells are 20-bit fingerprints
 * of hashes. When more than `capacity` are held, only those whose last `depth` bits are zero stay: Wegman's
 * adaptive sampling, without bias, with a relative standard error of 1.2 / sqrt(capacity) in the distinct count
 * (Flajolet 1990). A cell that stays was never missed, so its count is exact up to 129, and the state depends
 * on the visits alone, not on their order.
 */
export interface Coverage {
  readonly capacity: number;
  observations: number;
  depth: number;
  size: number;
  /** Ascending; a cell's fingerprint * 256 + its count. */
  cells: Uint32Array;
}

/** A count beyond this one says nothing more, and its distance from 2 still fits a byte of a varint. */
export const largestCellCount = 129;
const fingerprintBits = 20;
/** Shared by all that are empty, of which there are many; nothing can be written to it. */
const noCells = new Uint32Array(0);

export function createCoverage(capacity = 256): Coverage {
  return { capacity, observations: 0, depth: 0, size: 0, cells: noCells };
}

/** Counts a visit to the cell with this 32-bit hash, which is mixed again. */
export function addCell(coverage: Coverage, hash32: number): void {
  coverage.observations++;
  addCount(coverage, mix32(hash32) >>> (32 - fingerprintBits), 1);
}

/** Commutative and associative, exactly, between coverages of one capacity. */
export function mergeCoverage(into: Coverage, from: Coverage): void {
  into.observations += from.observations;
  while (into.depth < from.depth) halve(into);
  for (let index = 0; index < from.size; index++) {
    const cell = from.cells[index] ?? 0;
    addCount(into, cell >>> 8, cell & 0xff);
  }
}

/** At most 4 bytes a cell, at most 3.5 when all 256 are held (906 in all); a cell seen once in a full table takes 2. */
export function encodeCoverage(writer: ByteWriter, coverage: Coverage): void {
  writer.varint(coverage.observations);
  writer.u8(coverage.depth);
  writer.varint(coverage.size);
  let last = 0;
  for (let index = 0; index < coverage.size; index++) {
    const cell = coverage.cells[index] ?? 0;
    const place = cell >>> (8 + coverage.depth);
    const count = cell & 0xff;
    writer.varint((place - last) * 2 + (count > 1 ? 1 : 0));
    if (count > 1) writer.varint(count - 2);
    last = place;
  }
}

export function decodeCoverage(reader: ByteReader, capacity = 256): Coverage {
  const observations = reader.varint();
  const depth = reader.u8();
  const size = reader.varint();
  if (size > capacity || depth > fingerprintBits) throw profileUndecodable('a table is too large');
  const cells = size === 0 ? noCells : new Uint32Array(size);
  let place = 0;
  for (let index = 0; index < size; index++) {
    const step = reader.varint();
    place += Math.floor(step / 2);
    const count = step % 2 === 1 ? reader.varint() + 2 : 1;
    if (count > largestCellCount) throw profileUndecodable('a count is out of range');
    cells[index] = (place << (8 + depth)) | count;
  }
  return { capacity, observations, depth, size, cells };
}

function addCount(coverage: Coverage, fingerprint: number, count: number): void {
  if ((fingerprint & ((1 << coverage.depth) - 1)) !== 0) return;
  const place = placeOf(coverage, fingerprint);
  const held = coverage.cells[place] ?? 0;
  if (place < coverage.size && held >>> 8 === fingerprint) {
    coverage.cells[place] = (fingerprint << 8) | Math.min(largestCellCount, (held & 0xff) + count);
    return;
  }
  insert(coverage, place, (fingerprint << 8) | count);
  while (coverage.size > coverage.capacity) halve(coverage);
}

/** The index of the first cell that is not below `fingerprint`. */
function placeOf(coverage: Coverage, fingerprint: number): number {
  const target = fingerprint << 8;
  let low = 0;
  let high = coverage.size;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((coverage.cells[middle] ?? 0) < target) low = middle + 1;
    else high = middle;
  }
  return low;
}

function insert(coverage: Coverage, place: number, cell: number): void {
  if (coverage.size === coverage.cells.length) {
    const grown = new Uint32Array(Math.max(8, coverage.size * 2));
    grown.set(coverage.cells);
    coverage.cells = grown;
  }
  coverage.cells.copyWithin(place + 1, place, coverage.size);
  coverage.cells[place] = cell;
  coverage.size++;
}

function halve(coverage: Coverage): void {
  coverage.depth++;
  const mask = (1 << (coverage.depth + 8)) - 256;
  let kept = 0;
  for (let index = 0; index < coverage.size; index++) {
    const cell = coverage.cells[index] ?? 0;
    if ((cell & mask) === 0) coverage.cells[kept++] = cell;
  }
  coverage.size = kept;
}
