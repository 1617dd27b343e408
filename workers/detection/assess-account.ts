import type { Finding } from '../../services/contracts/finding.ts';
import type { ShadowFinding } from '../../services/contracts/shadow-finding.ts';
import type { HeldAccount } from './engine-state.ts';
import { raiseAccount } from './raise-account.ts';
import { assessProfile } from './scoring/assess-profile.ts';
import { alone } from './scoring/define-detector.ts';
import { barsAlone, levelsOf } from './scoring/levels-of.ts';
import type { Detection } from './scoring/settings.ts';
import { shadowFindingsOf } from './shadow-findings-of.ts';

/** Assessed again after 1/32 more requests: less is no news, and busy accounts would cost most. */
const newsShift = 5;

export interface AccountEffects {
  readonly findings: readonly Finding[];
  readonly shadow: readonly ShadowFinding[];
}

/**
 * Assesses an account at the end of a tick (`tickAt`, ms) and returns a finding for each level that it reaches for
 * the first time in this episode, or null where nothing was looked at: that depends on its own requests alone.
 */
export function assessAccount(
  held: HeldAccount,
  tickAt: number,
  detection: Detection,
): AccountEffects | null {
  const { accountId, profile } = held;
  // Those outside every window wake nobody, so they are no news either.
  const requests = profile.counters.requests - profile.counters.outOfWindow;
  const news = Math.max(1, profile.assessedRequests >> newsShift);
  if (requests < detection.scoring.fewestRequests) return null;
  if (requests < profile.assessedRequests + news) return null;
  profile.assessedRequests = requests;
  const contextOf = () => alone;
  const assessment = assessProfile(profile, detection, contextOf);
  held.score = assessment.score;
  const levels = levelsOf(assessment.score, barsAlone(detection.scoring)).slice(profile.level);
  const ownScore = () => assessment.score;
  const judgement = { accountId, profile, tickAt, assessment, levels, ownScore };
  const findings = raiseAccount(judgement, detection);
  const reached = findings.map(({ level }) => level);
  profile.level += reached.length;
  const live = { tickAt, assessment, reached, level: profile.level, contextOf, barsOf: barsAlone };
  return { findings, shadow: shadowFindingsOf(held, live, detection.shadows) };
}
