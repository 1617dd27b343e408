import type { RaisedLevel } from '../../../services/contracts/finding.ts';
import type { ScoringSettings } from './settings.ts';

/** The scores (nats) from which the levels are reached. */
export type Bars = Pick<ScoringSettings, 'review' | 'act'>;

/** Those of an account that is seen by itself: what its neighbours say is still to come. */
export function barsAlone({ reviewAlone, act }: ScoringSettings): Bars {
  return { review: reviewAlone, act };
}

/** The levels that an account's score (nats) reaches, lowest first. */
export function levelsOf(score: number, { review, act }: Bars): RaisedLevel[] {
  if (score >= act) return ['review', 'act'];
  return score >= review ? ['review'] : [];
}

/** The same for a group, which has a bar of its own below which it is none. */
export function groupLevelsOf(score: number, { groupReview, act }: ScoringSettings): RaisedLevel[] {
  if (score < groupReview) return [];
  return score >= act ? ['review', 'act'] : ['review'];
}

/** 1 review, 2 act; 0 is none. */
export function rankOf(level: RaisedLevel): number {
  return level === 'act' ? 2 : 1;
}
