import fc from 'fast-check';

/** How long each fuzzer runs: 2 s among the other tests, 60 s in `npm run fuzz`. */
const seconds = Number(process.env['FUZZ_SECONDS'] ?? 2);
const runsPerRound = 10;

/**
 * Checks a property until its time is over, and returns how often. Whole rounds only: fast-check's own time limit lets
 * go of a run that still works on the stores.
 */
export async function assertForTheTime<Input>(property: fc.IAsyncProperty<Input>): Promise<number> {
  const end = Date.now() + seconds * 1_000;
  let runs = 0;
  do {
    await fc.assert(property, { numRuns: runsPerRound });
    runs += runsPerRound;
  } while (Date.now() < end);
  return runs;
}
