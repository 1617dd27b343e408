import { z } from 'zod';
import { timestamp } from '../contracts/usage-event.ts';
import { mostBeginHours } from '../storage/decision-begin.ts';
import { caseActions } from '../storage/decisions.ts';
import { deservedReview } from '../storage/labels.ts';
import { networks } from './blockable-network.ts';
import { pageQuery, time } from './common-schemas.ts';

const policyClause = z
  .string()
  .trim()
  .min(1)
  .max(200)
  .describe('the clause of the terms that it rests on');
const reason = z.string().trim().min(1).max(4_000).describe('why, for the record');
const idempotencyKey = z
  .string()
  .min(1)
  .max(128)
  .optional()
  .describe('in place of the header Idempotency-Key; what is sent twice under one stands once');
const label = z.enum(deservedReview);

export const decisionOrder = z.object({
  version: z.number().int().min(0).describe('of the case, as it was read before deciding'),
  action: z.enum(caseActions),
  policy_clause: policyClause,
  reason,
  account_ids: z
    .array(z.string().min(1).max(128))
    .min(1)
    .max(5_000)
    .optional()
    .describe('members of the campaign that it touches'),
  min_confidence: z
    .number()
    .min(0)
    .max(1)
    .optional()
    .describe('in place of naming members: all that belong to it with this confidence or more'),
  api_key_ids: z.array(z.string().min(1).max(128)).min(1).max(100).optional(),
  networks: networks.min(1).max(100).optional(),
  begin_within_hours: z
    .number()
    .positive()
    .max(mostBeginHours)
    .optional()
    .describe(
      'it begins at a moment drawn at random within so many hours, counted from the second person where one is needed; without it, at once',
    ),
  expires_at: timestamp.optional().describe('without it, the usual time of the action'),
  deserved_review: label
    .optional()
    .describe('closes the case and labels its alerts; without it the case stays open'),
  idempotency_key: idempotencyKey,
});

export const undoOrder = z.object({
  policy_clause: policyClause,
  reason,
  idempotency_key: idempotencyKey,
});

export const secondWord = z.object({
  verdict: z.enum(['approved', 'rejected']),
  reason,
  break_glass: z
    .boolean()
    .default(false)
    .describe(
      'approve your own decision because nobody else can be reached; it stands out in the audit trail',
    ),
});

export const decision = z.object({
  id: z.string(),
  case_id: z.string(),
  case_version: z.number(),
  action: z.enum([...caseActions, 'undo']),
  state: z
    .enum([
      'pending',
      'rejected',
      'undone',
      'overturned',
      'scheduled',
      'in_force',
      'expired',
      'done',
    ])
    .describe(
      'pending: waits for a second person; scheduled: stands and begins later. Nothing is enforced in either',
    ),
  policy_clause: z.string(),
  reason: z.string(),
  affected_accounts: z.number(),
  api_key_ids: z.array(z.string()),
  networks: z.array(z.string()),
  begins_at: time.nullable().describe('null while it waits for its second person'),
  expires_at: time.nullable(),
  undoes: z.string().nullable(),
  undone_by: z.string().nullable(),
  decided_by: z.string(),
  decided_at: time,
  deserved_review: label.nullable(),
  evidence_sha256: z.string().describe('of the frozen evidence that it rests on'),
  needs_second: z.boolean(),
  approval: z
    .object({
      verdict: z.enum(['approved', 'rejected']),
      break_glass: z.boolean(),
      reason: z.string(),
      approved_by: z.string(),
      approved_at: time,
    })
    .nullable(),
});

export const decisionDetail = decision.extend({
  account_ids: z.array(z.string()).describe('in order; more of them behind next_account'),
  next_account: z.string().nullable(),
});
export const decisionPage = z.object({ items: z.array(decision), next: z.string().nullable() });

export const decisionQuery = pageQuery.extend({
  case_id: z.string().max(20).optional(),
  account_id: z.string().max(128).optional(),
  pending: z.enum(['true', 'false']).default('false'),
});
export const decisionAccountsQuery = z.object({
  after: z.string().max(128).optional().describe('next_account of the page before'),
});
