import { z } from 'zod';
import { AppError } from '../../errors.ts';
import { networks } from '../blockable-network.ts';
import { caseActions } from '../../storage/decisions.ts';
import { deservedReview } from '../../storage/labels.ts';
import { beginOf, type DecisionOrder } from '../work/order.ts';
import { readForm } from './form-work.ts';
import { asList, beginField, emptyToNone } from './form-fields.ts';
import { clauseField, reasonField } from '../common-schemas.ts';

const dayMs = 86_400_000;

const splitIds = (value: unknown) =>
  typeof value === 'string' ? value.split(/[\s,]+/).filter((id) => id !== '') : value;
const id = z.string().min(1).max(128);

const form = z.object({
  version: z.coerce.number().int().min(0),
  action: z.enum(caseActions, 'Choose what to do.'),
  policy_clause: clauseField,
  reason: reasonField,
  /** Which members: `chosen`, or the least confidence. */
  scope: z.preprocess(
    emptyToNone,
    z.union([z.literal('chosen'), z.coerce.number().min(0).max(1)]).optional(),
  ),
  account_ids: z.preprocess(asList, z.array(id).max(5_000)),
  api_key_ids: z.preprocess(splitIds, z.array(id).max(100).optional()),
  networks: z.preprocess(splitIds, networks.max(100).optional()),
  days: z.preprocess(emptyToNone, z.coerce.number().min(1).max(3_650).optional()),
  begin_within_hours: beginField,
  deserved_review: z.preprocess(emptyToNone, z.enum(deservedReview).optional()),
  idempotency_key: id,
});
type Form = z.output<typeof form>;

function someOrNone<Item>(items: readonly Item[] | undefined): readonly Item[] | undefined {
  return items?.length === 0 ? undefined : items;
}

function membersOf({ scope, account_ids: accountIds }: Form) {
  if (scope === undefined) return {};
  if (scope !== 'chosen') return { leastConfidence: scope };
  if (accountIds.length > 0) return { accountIds };
  throw new AppError('accounts_unsuitable', 'Tick the members that you mean.');
}

/** Reads the decision form of a case page; `now` in ms. Throws query_invalid and accounts_unsuitable, in words for its author. */
export function readFormOrder(caseId: string, body: unknown, now: number): DecisionOrder {
  const data = readForm(form, body);
  const { version, action, reason, days } = data;
  return {
    ...{ caseId, version, action, reason, policyClause: data.policy_clause },
    ...membersOf(data),
    apiKeyIds: someOrNone(data.api_key_ids),
    networks: someOrNone(data.networks),
    expiresAt: days === undefined ? undefined : new Date(now + days * dayMs),
    ...beginOf(data.begin_within_hours),
    deservedReview: data.deserved_review,
    idempotencyKey: data.idempotency_key,
  };
}
