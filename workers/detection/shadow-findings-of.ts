import type { RaisedLevel } from '../../services/contracts/finding.ts';
import type { ShadowFinding } from '../../services/contracts/shadow-finding.ts';
import type { HeldAccount } from './engine-state.ts';
import type { Content } from './profile/content.ts';
import type { Assessment } from './scoring/assess.ts';
import { assessProfile } from './scoring/assess-profile.ts';
import type { DetectionContext } from './scoring/define-detector.ts';
import { levelsOf, type Bars } from './scoring/levels-of.ts';
import type { ScoringSettings, Shadow } from './scoring/settings.ts';
import { describeSaid, type Said } from './scoring/shadow-said.ts';

/** How the live detection has just judged the account. */
export interface LiveJudgement {
  readonly tickAt: number;
  readonly assessment: Assessment;
  /** Levels that live reaches at this tick for the first time. */
  readonly reached: readonly RaisedLevel[];
  /** The level at which live has it: 0 none, 1 review, 2 act. */
  readonly level: number;
  /** What was known beyond the requests, and the bars that held. */
  readonly contextOf: (content: Content) => DetectionContext;
  readonly barsOf: (scoring: ScoringSettings) => Bars;
}

export type ShadowedAccount = Pick<HeldAccount, 'accountId' | 'profile' | 'shadowed'>;

const silent: Assessment = { score: 0, reasons: [] };

/**
 * What each shadow would have done: every level that it reaches, and every level that live reaches now without it.
 * Which of these were stored before is not known here, and need not be: their key is deterministic and the first of
 * a key counts, so nothing of a shadow has to live in the profile.
 */
export function shadowFindingsOf(
  held: ShadowedAccount,
  live: LiveJudgement,
  shadows: readonly Shadow[] = [],
): ShadowFinding[] {
  return shadows.flatMap((shadow) => {
    const said = judge(held, live, shadow);
    const raised = levelsOf(said.score, live.barsOf(shadow.detection.scoring));
    const missed = live.reached.filter((level) => !raised.includes(level));
    return [
      ...raised
        .filter((level) => isNew(held, shadow, level))
        .map((level) => findingOf(held, live, { shadow, said, level, verdict: 'raised' })),
      ...missed.map((level) => findingOf(held, live, { shadow, said, level, verdict: 'missed' })),
    ];
  });
}

function judge({ profile }: ShadowedAccount, live: LiveJudgement, shadow: Shadow): Assessment {
  const { requests, outOfWindow } = profile.counters;
  if (requests - outOfWindow < shadow.detection.scoring.fewestRequests) return silent;
  return assessProfile(profile, shadow.detection, live.contextOf);
}

function isNew(held: ShadowedAccount, { challenger }: Shadow, level: RaisedLevel): boolean {
  const key = `${challenger} ${level} ${held.profile.episode}`;
  if (held.shadowed?.has(key) === true) return false;
  held.shadowed = (held.shadowed ?? new Set()).add(key);
  return true;
}

function findingOf(
  { accountId, profile }: ShadowedAccount,
  live: LiveJudgement,
  given: Said,
): ShadowFinding {
  return {
    ...describeSaid(given),
    subject_kind: 'account',
    subject_id: accountId,
    episode: profile.episode,
    raised_at: live.tickAt,
    requests_seen: profile.counters.requests,
    live_score: live.assessment.score,
    live_level: ([null, 'review', 'act'] as const)[live.level] ?? null,
    member_ids: [],
  };
}
