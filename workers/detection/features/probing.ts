import type { Content } from '../profile/content.ts';
import { estimate } from '../sketches/hyper-log-log.ts';
import { share } from './share.ts';

export interface ProbingFeatures {
  readonly logprobRequests: number;
  readonly logprobShare: number;
  /** Requests for exactly one token. */
  readonly singleTokenShare: number;
  /** Distinct token ids that were ever biased: a classifier has a fixed few, a sweep of the vocabulary does not end. */
  readonly biasedTokens: number;
  readonly biasedRequests: number;
}

export function probingOf({ counters, distinct }: Content): ProbingFeatures {
  return {
    logprobRequests: counters.logprobs,
    logprobShare: share(counters.logprobs, counters.requests),
    singleTokenShare: share(counters.singleToken, counters.requests),
    biasedTokens: estimate(distinct.biasedTokens),
    biasedRequests: counters.biased,
  };
}
