import type { Coverage } from './coverage.ts';

export interface CoverageSummary {
  /** Visits, exactly. */
  readonly observations: number;
  /** Cells visited; exact while the table has not overflowed, as are the next two. */
  readonly distinct: number;
  /** Cells visited exactly once, and exactly twice. */
  readonly singletons: number;
  readonly doubletons: number;
  /** Good's estimate of the probability that the next visit is to a new cell: singletons / observations, 0 to 1; 1 before the first. */
  readonly unseenMass: number;
  /** A lower bound of how many cells there are to visit (Chao 1984, in the form that admits no doubletons). */
  readonly chao1: number;
}

export function coverageOf(coverage: Coverage): CoverageSummary {
  let once = 0;
  let twice = 0;
  for (let index = 0; index < coverage.size; index++) {
    const count = (coverage.cells[index] ?? 0) & 0xff;
    if (count === 1) once++;
    else if (count === 2) twice++;
  }
  const scale = 2 ** coverage.depth;
  const { observations } = coverage;
  const distinct = coverage.size * scale;
  const singletons = once * scale;
  const doubletons = twice * scale;
  const unseenMass = observations === 0 ? 1 : Math.min(1, singletons / observations);
  const unseenCells = (singletons * Math.max(0, singletons - 1)) / (2 * (doubletons + 1));
  return {
    observations,
    distinct,
    singletons,
    doubletons,
    unseenMass,
    chao1: distinct + unseenCells,
  };
}
