import { deviationOf, meanOf } from '../profile/moments.ts';
import type { Profile } from '../profile/profile.ts';
import type { SubStream } from '../profile/sub-stream.ts';
import { coverageOf } from '../sketches/coverage-summary.ts';
import { estimate } from '../sketches/hyper-log-log.ts';
import { growthOf } from './coverage.ts';
import { share } from './share.ts';

/** One sub-stream: the requests of a template and client. Sizes are ln(1 + tokens) or ln(1 + characters). */
export interface StreamFeatures {
  readonly requests: number;
  /** Share of the account's openers. */
  readonly share: number;
  /** Distinct requests over requests, 0 to 1. */
  readonly freshness: number;
  readonly unseenMass: number;
  readonly growth: number;
  readonly outputMean: number;
  readonly outputDeviation: number;
  readonly textDeviation: number;
  readonly ratio: number;
}

/** Sub-streams by size, largest first. */
export function streamsOf({ subStreams, counters }: Profile): StreamFeatures[] {
  return subStreams
    .map((stream) => streamOf(stream, counters.openers))
    .sort((a, b) => b.requests - a.requests);
}

function streamOf(stream: SubStream, openers: number): StreamFeatures {
  const requests = stream.requests - stream.inherited;
  return {
    requests,
    share: share(requests, openers),
    freshness: Math.min(1, share(estimate(stream.prompts), requests)),
    unseenMass: coverageOf(stream.words).unseenMass,
    growth: growthOf(stream.words),
    outputMean: meanOf(stream.output),
    outputDeviation: deviationOf(stream.output),
    textDeviation: deviationOf(stream.text),
    ratio: meanOf(stream.output) - meanOf(stream.text),
  };
}
