import { z } from 'zod';
import { deservedReview } from '../../storage/labels.ts';
import { mostCases, type BulkOrder } from '../work/decide-bulk.ts';
import { beginOf } from '../work/order.ts';
import { readForm } from './form-work.ts';
import { asList, beginField } from './form-fields.ts';
import { clauseField, reasonField } from '../common-schemas.ts';

export const bulkActions = [
  'no_action',
  'watch',
  'request_verification',
  'throttle',
  'suspend_account',
] as const;

/** 'ID:VERSION', as the page of the preview names its cases. */
const chosen = z.string().regex(/^[1-9]\d{0,17}:\d{1,9}$/, 'Choose the cases again.');

const form = z.object({
  cases: z.preprocess(asList, z.array(chosen).min(1, 'Choose the cases again.').max(mostCases)),
  accounts: z.coerce.number().int().min(1),
  action: z.enum(bulkActions, 'Choose what to do.'),
  policy_clause: clauseField,
  reason: reasonField,
  begin_within_hours: beginField,
  deserved_review: z.enum(deservedReview, 'Say whether they deserved review.'),
  idempotency_key: z.string().min(1).max(100),
});

/** Reads the form of a bulk decision. Throws query_invalid in words for its author. */
export function readBulkOrder(body: unknown): BulkOrder {
  const { cases, accounts, action, reason, ...rest } = readForm(form, body);
  return {
    ...{ accounts, action, reason, policyClause: rest.policy_clause },
    cases: cases.map((each) => {
      const [caseId = '', version] = each.split(':');
      return { caseId, version: Number(version) };
    }),
    ...beginOf(rest.begin_within_hours),
    deservedReview: rest.deserved_review,
    idempotencyKey: rest.idempotency_key,
  };
}
