import type { Coverage } from '../sketches/coverage.ts';

/**
 * The words of an account, sampled alike for all accounts: of the cells (20-bit fingerprints of words) those whose
 * last `depth` bits are zero. Two accounts are compared on the cells that both could hold.
 */
export interface WordVector {
  readonly depth: number;
  readonly cells: Uint32Array;
  /** 1 + ln(times seen), per cell. */
  readonly weights: Float64Array;
}

export function wordVectorOf({ depth, size, cells }: Coverage): WordVector {
  const fingerprints = new Uint32Array(size);
  const weights = new Float64Array(size);
  for (let index = 0; index < size; index++) {
    const cell = cells[index] ?? 0;
    fingerprints[index] = cell >>> 8;
    weights[index] = 1 + Math.log(cell & 0xff);
  }
  return { depth, cells: fingerprints, weights };
}

/** The greatest depth at which a cell is still held: its trailing zero bits, 20 for the cell 0. */
export function deepestOf(cell: number): number {
  return cell === 0 ? 20 : 31 - Math.clz32(cell & -cell);
}
