import type { Visibility } from '../../services/contracts/finding.ts';
import { readableOf } from './features/readable-of.ts';
import { share } from './features/share.ts';
import { partsPerRequest } from './profile/count-visibility.ts';
import type { Profile } from './profile/profile.ts';

/** How much of a subject was there to be seen. Shares are of its requests within the window, but for the last. */
export function visibilityOf({ counters }: Profile): Visibility {
  const { requests, outOfWindow, truncated, sampled, standsFor } = counters;
  const inWindow = requests - outOfWindow;
  return {
    readable_share: rounded(share(readableOf(counters), inWindow)),
    truncated_share: rounded(share(truncated, inWindow)),
    sampled_share: rounded(share(sampled, inWindow)),
    estimated_requests: Math.round(standsFor / partsPerRequest),
    out_of_window_share: rounded(share(outOfWindow, requests)),
  };
}

/** Four decimals, as every number that is stored. */
function rounded(value: number): number {
  return Math.round(value * 1e4) / 1e4;
}
