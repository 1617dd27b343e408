/** Milliseconds from one attempt to the next, as Standard Webhooks proposes: 75 h 35 m in all. */
const seconds = [5, 300, 1_800, 7_200, 18_000, 36_000, 50_400, 72_000, 86_400];

/** A server that asks for more is not believed. */
const longestMs = 86_400_000;

interface Failed {
  /** How often it was tried, this time included. */
  readonly attempts: number;
  /** What the receiver asked for. */
  readonly retryAfterMs: number | null;
}

/**
 * Milliseconds until a failed message is tried again, null after the tenth attempt. Up to a fifth is added by chance, so
 * that what failed together does not come back together; `random` gives 0 to 1. Retry-After is honoured up to a day.
 */
export function nextAttemptMs({ attempts, retryAfterMs }: Failed, random: () => number) {
  const pause = seconds[attempts - 1];
  if (pause === undefined) return null;
  const jittered = pause * 1_000 * (1 + random() / 5);
  return Math.max(jittered, Math.min(retryAfterMs ?? 0, longestMs));
}
