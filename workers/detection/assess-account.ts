import type { Finding } from '../../services/contracts/finding.ts';
import type { HeldAccount } from './engine-state.ts';
import { findingOf } from './raise-account.ts';
import { assessProfile } from './scoring/assess-profile.ts';
import { alone } from './scoring/define-detector.ts';
import { levelOf, levelsBetween } from './scoring/levels.ts';
import type { Detection } from './scoring/settings.ts';

/** Assessed again after 1/32 more requests: less is no news, and busy accounts would cost most. */
const newsShift = 5;

/**
 * Assesses an account at the end of a tick (`tickAt`, ms) and returns a finding for each level that it reaches for
 * the first time in this episode, or null where nothing was looked at: that depends on its own requests alone.
 */
export function assessAccount(
  held: HeldAccount,
  tickAt: number,
  detection: Detection,
): readonly Finding[] | null {
  const { profile } = held;
  // Those outside every window wake nobody, so they are no news either.
  const requests = profile.counters.requests - profile.counters.outOfWindow;
  const news = Math.max(1, profile.assessedRequests >> newsShift);
  if (requests < detection.scoring.fewestRequests) return null;
  if (requests < profile.assessedRequests + news) return null;
  profile.assessedRequests = requests;
  const assessment = assessProfile(profile, detection, () => alone);
  held.score = assessment.score;
  const { reviewAlone, act } = detection.scoring;
  const level = levelOf(assessment.score, { review: reviewAlone, act });
  const reached = levelsBetween(profile.level, level);
  profile.level = Math.max(profile.level, level);
  return reached.map((name) =>
    findingOf(held.accountId, profile, { level: name, tickAt, assessment }),
  );
}
