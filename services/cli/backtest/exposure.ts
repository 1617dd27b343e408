import type { Judged } from './judged.ts';
import { rounded } from '../../statistics/proportion.ts';
import { countBefore } from './request-times.ts';

/** What extracting accounts sent and got between their first attack and their detection; one never detected exposes all. */
export interface Exposure {
  readonly requests: number;
  readonly requests_share: number | null;
  /** Answers of at least `traceTokens` output tokens. */
  readonly traces: number;
  readonly traces_share: number | null;
}

interface Sent {
  readonly exposed: number;
  readonly all: number;
}

function countSent(times: readonly number[], { firstAttackAt, detectedAt }: Judged): Sent {
  const before = countBefore(times, firstAttackAt);
  return {
    exposed: Math.max(0, countBefore(times, detectedAt) - before),
    all: times.length - before,
  };
}

function sumSent(parts: readonly Sent[]): readonly [count: number, share: number | null] {
  const exposed = parts.reduce((sum, part) => sum + part.exposed, 0);
  const all = parts.reduce((sum, part) => sum + part.all, 0);
  return [exposed, all === 0 ? null : rounded(exposed / all)];
}

/** Sums over the accounts given; null where none of them extracts. */
export function measureExposure(judged: readonly Judged[]): Exposure | null {
  const extracting = judged.filter(({ label }) => label === 'extraction');
  if (extracting.length === 0) return null;
  const [requests, requests_share] = sumSent(
    extracting.map((one) => countSent(one.requests.all, one)),
  );
  const [traces, traces_share] = sumSent(
    extracting.map((one) => countSent(one.requests.traces, one)),
  );
  return { requests, requests_share, traces, traces_share };
}
