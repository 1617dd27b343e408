import type { Content } from '../profile/content.ts';
import { share } from './share.ts';

/** What requests say of how long an answer may become. */
export interface LimitFeatures {
  /** Requests that name a limit of more than a word. */
  readonly limited: number;
  /** Of those: the share with a limit as long as most models' answers, 0 to 1. */
  readonly generousShare: number;
  /** Of those: the share of answers that ran into the limit, 0 to 1. */
  readonly cutShare: number;
}

export function limitsOf({ counters: { limited, generous, cutShort } }: Content): LimitFeatures {
  return {
    limited,
    generousShare: share(generous, limited),
    cutShare: share(cutShort, limited),
  };
}
