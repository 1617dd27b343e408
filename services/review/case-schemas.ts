import { z } from 'zod';
import { raisedLevel, subjectKind } from '../contracts/finding.ts';
import { timestamp } from '../contracts/usage-event.ts';
import { alert } from './api-schemas.ts';
import { queueStates } from '../storage/case-queue.ts';
import { pageQuery, time } from './common-schemas.ts';
import { decision } from './decision-schemas.ts';

const actor = z.string().describe('staff:ID, key:ID or system');

export const caseQuery = pageQuery.extend({
  order: z
    .enum(['newest', 'harm'])
    .default('newest')
    .describe('harm: the queue, open cases by expected harm; the filters below are of the queue'),
  status: z.enum(['open', 'closed']).optional(),
  level: raisedLevel.optional(),
  subject_kind: subjectKind.optional(),
  subject: z.string().max(128).optional().describe('the beginning of the account or campaign id'),
  mine: z.enum(['true', 'false']).default('false'),
  state: z
    .enum(queueStates)
    .default('ready')
    .describe(
      'ready: could be worked on now; waiting: for a second person; proposed: a policy asks for an action; members of a campaign under review are in all only',
    ),
});

export const caseSummary = z.object({
  id: z.string(),
  subject_kind: subjectKind,
  account_id: z.string().nullable(),
  campaign_id: z.string().nullable(),
  status: z.enum(['open', 'closed']),
  opened_at: time,
  closed_at: time.nullable(),
  outcome: z.string().nullable().describe('the action that it was closed with'),
  level: raisedLevel.nullable(),
  score: z.number().describe('nats; the highest of its alerts'),
  exposure: z.number().describe('requests of the subject when it was last raised'),
  due_at: time.describe('by which somebody should have looked'),
  version: z.number().describe('name it when deciding'),
  claimed_by: actor.nullable(),
  claim_expires_at: time.nullable(),
  assigned_to: actor.nullable(),
  snoozed_until: time.nullable(),
  waits_for_second: z.boolean(),
});
export const casePage = z.object({ items: z.array(caseSummary), next: z.string().nullable() });

const caseEvent = z.object({
  version: z.number(),
  kind: z.string(),
  actor,
  at: time,
  detail: z.record(z.string(), z.unknown()),
});

const delivery = z.object({
  decision_id: z.string(),
  endpoint_id: z.string(),
  endpoint: z.string().describe('its description, or the host that is called'),
  type: z.enum(['target.restricted', 'target.released']),
  queued: z.number().describe('messages that wait for their next attempt'),
  delivered: z.number(),
  superseded: z.number().describe('a newer message on the same target went in their place'),
  dead: z.number().describe('given up; replay them when the endpoint is mended'),
  refused: z.number().describe('the product of the endpoint cannot do it'),
  next_attempt_at: time.nullable(),
  last_error: z.string().nullable(),
});

export const caseDetail = caseSummary.extend({
  alerts: z.array(alert),
  decisions: z.array(decision).describe('the newest first; at most 100'),
  deliveries: z.array(delivery).describe('where its decisions were told; at most 200'),
  enforced: z
    .array(z.object({ decision_id: z.string(), targets: z.number() }))
    .describe('what the feed and the checks go by now'),
  history: z.array(caseEvent).describe('the newest first; at most 200'),
  prior_cases: z.array(caseSummary).describe('closed cases of the same subject'),
});

export const noteBody = z.object({ text: z.string().trim().min(1).max(8_000) });
export const assignBody = z.object({
  to: z.string().max(64).nullable().describe('staff:ID, or null for nobody'),
});
export const snoozeBody = z.object({ until: timestamp });
