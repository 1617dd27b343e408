import type { RaisedLevel } from '../../../services/contracts/finding.ts';
import type { ScoringSettings } from './settings.ts';

const levels: readonly RaisedLevel[] = ['review', 'act'];

/** 0 none, 1 review, 2 act. */
export function levelOf(score: number, scoring: Pick<ScoringSettings, 'review' | 'act'>): number {
  if (score >= scoring.act) return 2;
  return score >= scoring.review ? 1 : 0;
}

/** The levels above `from` up to `to`, lowest first. */
export function levelsBetween(from: number, to: number): readonly RaisedLevel[] {
  return levels.slice(from, to);
}

/** The level's number. */
export function rankOf(level: RaisedLevel): number {
  return levels.indexOf(level) + 1;
}
