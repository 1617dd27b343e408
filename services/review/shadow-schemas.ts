import { z } from 'zod';
import { raisedLevel, reason, subjectKind } from '../contracts/finding.ts';
import { shadowVerdict } from '../contracts/shadow-finding.ts';
import { pageQuery } from './common-schemas.ts';

const time = z.string().describe('RFC 3339, UTC');
const challenger = z
  .string()
  .describe('challenger, or the id of the detector in shadow mode that it adds to the live ones');
const version = z.string().describe('of its settings and the live ones together');

export const shadowQuery = pageQuery.extend({
  challenger: z.string().min(1).max(128).optional(),
  version: z.string().min(1).max(64).optional(),
  verdict: shadowVerdict.optional(),
  level: raisedLevel.optional(),
});

export const shadowFinding = z.object({
  id: z.string(),
  challenger,
  version,
  subject_kind: subjectKind,
  subject_id: z.string().describe('a group that is no campaign is called by what it shares'),
  level: raisedLevel,
  verdict: shadowVerdict.describe(
    'raised: the challenger reaches the level; missed: live reaches it and the challenger does not',
  ),
  score: z.number().describe('nats, of the challenger'),
  live_score: z.number(),
  live_level: raisedLevel.nullable().describe('what live has reached by then'),
  raised_at: time,
  requests_seen: z.number(),
  reasons: z.array(reason),
  member_ids: z.array(z.string()).describe('the accounts of a campaign or group'),
});
export const shadowPage = z.object({ items: z.array(shadowFinding), next: z.string().nullable() });

export const challengerList = z.object({
  items: z.array(
    z.object({
      challenger,
      version,
      first_at: time,
      last_at: time,
      flagged_by_both: z.number().describe('accounts, members of campaigns included'),
      flagged_by_live_alone: z.number(),
      flagged_by_challenger_alone: z.number(),
    }),
  ),
});
