import { z } from 'zod';
import { pageQuery, reasonField, time } from './common-schemas.ts';

export const appealBody = z.object({
  account_id: z.string().min(1).max(128),
  statement: z.string().trim().min(1).max(20_000).describe("the customer's own words"),
});
export const rulingBody = z.object({
  verdict: z.enum(['upheld', 'overturned']).describe('overturned: lifted for the account'),
  reason: reasonField,
});
export const appealQuery = pageQuery.extend({
  open: z
    .enum(['true', 'false'])
    .default('true')
    .describe('true: those without a ruling, by due time'),
});

export const appeal = z.object({
  id: z.string(),
  decision_id: z.string(),
  case_id: z.string(),
  account_id: z.string(),
  statement: z.string(),
  filed_by: z.string(),
  filed_at: time,
  due_at: time,
  ruling: z
    .object({
      verdict: z.enum(['upheld', 'overturned']),
      reason: z.string(),
      ruled_by: z.string(),
      ruled_at: time,
    })
    .nullable(),
});
export const appealPage = z.object({ items: z.array(appeal), next: z.string().nullable() });
export const appealDetail = appeal.extend({
  evidence_sha256: z.string().describe('of the evidence that was frozen with the decision'),
  statement_of_reasons: z.string().nullable(),
});
export const statementAnswer = z.object({
  text: z.string().describe('a draft in plain words; it names no detector, threshold or value'),
});
