import type { RaisedLevel } from '../../../services/contracts/finding.ts';
import type { ScoringSettings } from './settings.ts';

/** The levels that an account's score (nats) reaches, lowest first. */
export function levelsOf(score: number, { review, act }: ScoringSettings): RaisedLevel[] {
  if (score >= act) return ['review', 'act'];
  return score >= review ? ['review'] : [];
}

/** The same for a group, which has a bar of its own below which it is none. */
export function groupLevelsOf(score: number, { groupReview, act }: ScoringSettings): RaisedLevel[] {
  if (score < groupReview) return [];
  return score >= act ? ['review', 'act'] : ['review'];
}
