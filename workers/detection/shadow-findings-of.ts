import type { RaisedLevel } from '../../services/contracts/finding.ts';
import type { ShadowFinding, ShadowVerdict } from '../../services/contracts/shadow-finding.ts';
import type { HeldAccount } from './engine-state.ts';
import type { Features } from './features/features.ts';
import type { Assessment } from './scoring/assess.ts';
import { assessShadow } from './scoring/assess-shadow.ts';
import { levelsOf } from './scoring/levels-of.ts';
import type { Shadow } from './scoring/settings.ts';

/** How the live detection has just judged the account. */
export interface LiveJudgement {
  readonly features: Features;
  readonly tickAt: number;
  readonly assessment: Assessment;
  /** Levels that live reaches at this tick for the first time. */
  readonly reached: readonly RaisedLevel[];
}

const silent: Assessment = { score: 0, reasons: [] };
const context = { group: null };

/**
 * What each shadow would have done: every level that it reaches, and every level that live reaches now without it.
 * Which of these were stored before is not known here, and need not be: their key is deterministic and the first of
 * a key counts, so nothing of a shadow has to live in the profile.
 */
export function shadowFindingsOf(
  held: HeldAccount,
  live: LiveJudgement,
  shadows: readonly Shadow[] = [],
): ShadowFinding[] {
  return shadows.flatMap((shadow) => {
    const said = judge(held, live, shadow);
    const raised = levelsOf(said.score, shadow.detection.scoring);
    const missed = live.reached.filter((level) => !raised.includes(level));
    return [
      ...raised
        .filter((level) => isNew(held, shadow, level))
        .map((level) => findingOf(held, live, { shadow, said, level, verdict: 'raised' })),
      ...missed.map((level) => findingOf(held, live, { shadow, said, level, verdict: 'missed' })),
    ];
  });
}

function judge({ profile }: HeldAccount, live: LiveJudgement, shadow: Shadow): Assessment {
  if (profile.assessedRequests < shadow.detection.scoring.fewestRequests) return silent;
  return assessShadow(shadow, { features: live.features, context, live: live.assessment });
}

function isNew(held: HeldAccount, { challenger }: Shadow, level: RaisedLevel): boolean {
  const key = `${challenger} ${level} ${held.profile.episode}`;
  if (held.shadowed?.has(key) === true) return false;
  held.shadowed = (held.shadowed ?? new Set()).add(key);
  return true;
}

interface Said {
  readonly shadow: Shadow;
  readonly said: Assessment;
  readonly level: RaisedLevel;
  readonly verdict: ShadowVerdict;
}

function findingOf(
  { accountId, profile }: HeldAccount,
  { tickAt, assessment }: LiveJudgement,
  { shadow, said, level, verdict }: Said,
): ShadowFinding {
  return {
    challenger: shadow.challenger,
    version: shadow.version,
    subject_kind: 'account',
    subject_id: accountId,
    level,
    verdict,
    episode: profile.episode,
    raised_at: tickAt,
    requests_seen: profile.counters.requests,
    score: said.score,
    live_score: assessment.score,
    live_level: ([null, 'review', 'act'] as const)[profile.level] ?? null,
    reasons: [...said.reasons],
    member_ids: [],
  };
}
