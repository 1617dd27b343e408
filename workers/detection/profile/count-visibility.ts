import type { UsageEvent } from '../../../services/contracts/usage-event.ts';
import type { Profile } from './profile.ts';

/** What a request is counted as at most, so that one absurd sample rate does not outweigh everything. */
const mostStandsFor = 100_000;
/** Sums are whole numbers, so that no order of adding shows: sixteenths keep 1 / 0.67 within 1 %. */
export const partsPerRequest = 16;

/** Counts what a request hides: content that was cut, and the requests beside it that a sampling source left out. */
export function countVisibility({ counters }: Profile, event: UsageEvent): void {
  if (event.content_state === 'truncated') counters.truncated++;
  const rate = event.sample_rate ?? 1;
  if (rate < 1) counters.sampled++;
  counters.standsFor += Math.round(partsPerRequest * Math.min(mostStandsFor, 1 / rate));
}
