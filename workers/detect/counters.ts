/** Totals of one worker since it started. */
export type DetectCounters = {
  events: number;
  duplicates: number;
  batches: number;
  commits: number;
  findings: number;
  deadLetters: number;
};

export function createDetectCounters(): DetectCounters {
  return { events: 0, duplicates: 0, batches: 0, commits: 0, findings: 0, deadLetters: 0 };
}
