import { z } from 'zod';
import { raisedLevel, reason, subjectKind } from './finding.ts';

/** `raised`: the challenger reaches a level. `missed`: live reaches it at this tick and the challenger does not. */
export const shadowVerdict = z.enum(['raised', 'missed']);
export type ShadowVerdict = z.output<typeof shadowVerdict>;

/**
 * What a challenger would have done where it matters. Nothing is raised for it: no alert, no case. Times are event
 * times in ms since the epoch.
 */
export const shadowFinding = z.object({
  /** `challenger`, or the id of the detector in shadow mode that it adds to the live ones. */
  challenger: z.string(),
  /** Of its settings and the live ones together: a comparison holds for one pair of settings. */
  version: z.string(),
  subject_kind: subjectKind,
  /** The account; the live campaign, or `group:` and the trait of a group that is none. */
  subject_id: z.string(),
  level: raisedLevel,
  verdict: shadowVerdict,
  episode: z.int().positive(),
  raised_at: z.int(),
  requests_seen: z.int().nonnegative(),
  /** Of the challenger, and of live at the same tick. */
  score: z.number(),
  live_score: z.number(),
  /** The level that live has reached by this tick. */
  live_level: raisedLevel.nullable(),
  /** The challenger's. */
  reasons: z.array(reason),
  /** The accounts of a campaign or group; of an account none. */
  member_ids: z.array(z.string()),
});
export type ShadowFinding = z.output<typeof shadowFinding>;
