import type { Posted } from './call-once.ts';

/** Calls at an endpoint at the same time. */
const slots = 16;
/** So many failures in a row, over whatever messages, and the endpoint is asked one by one. */
const patience = 5;
const pausesMs = [5_000, 15_000, 60_000, 300_000];

/** Failures that speak of the endpoint and not of the message. */
function isOfEndpoint({ status, error, isRefused }: Posted): boolean {
  if (isRefused === true) return false;
  return error !== null && (status === null || status === 429 || status >= 500);
}

/** How patient the lane still is with its endpoint. */
export function createPatience(now: () => number) {
  let failures = 0;
  let pausedUntil = 0;
  let isGone = false;
  return {
    judge: (posted: Posted) => {
      isGone ||= posted.status === 410;
      failures = isOfEndpoint(posted) ? failures + 1 : 0;
      const step = Math.min(failures - patience, pausesMs.length - 1);
      const pause = step < 0 ? 0 : (pausesMs[step] ?? 0);
      const isAsking = posted.status === 429 || posted.status === 503;
      const asked = isAsking ? (posted.retryAfterMs ?? 0) : 0;
      pausedUntil = Math.max(pausedUntil, now() + Math.max(pause, asked));
    },
    isPaused: () => now() < pausedUntil,
    isGone: () => isGone,
    /** The operator has turned it on again. */
    comeBack: () => {
      isGone = false;
    },
    /** Calls at the same time. */
    limit: () => (failures >= patience ? 1 : slots),
  };
}
