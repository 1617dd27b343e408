export interface TestTotals {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
}

/** Reads the totals that tap writes at the end of its output; undefined when the run did not get there. */
export function readTotals(tapOutput: string): TestTotals | undefined {
  const line = tapOutput
    .split('\n')
    .reverse()
    .find((candidate) => /^# \{ total: \d+/.test(candidate));
  if (line === undefined) return undefined;
  const count = (name: string) => Number(new RegExp(`\\b${name}: (\\d+)`).exec(line)?.[1] ?? 0);
  return { passed: count('pass'), failed: count('fail'), skipped: count('skip') + count('todo') };
}

/** The line that CI reads. A run that broke off without a failed assertion counts as one failure. */
export function formatTotals(totals: TestTotals | undefined, exitCode: number): string {
  const { passed, failed } = totals ?? { passed: 0, failed: 0 };
  const shown = exitCode === 0 ? failed : Math.max(failed, 1);
  return `${passed} passed, ${shown} failed`;
}
