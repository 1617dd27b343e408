import type { FastifyRequest } from 'fastify';
import type { z } from 'zod';
import { AppError } from '../errors.ts';
import type { decisionOrder, undoOrder } from './decision-schemas.ts';
import { beginOf, type DecisionOrder } from './work/order.ts';
import type { UndoOrder } from './work/undo.ts';

/** Throws idempotency_key_missing: without one, an order that is sent again because an answer was lost counts twice. */
export function readIdempotencyKey(
  { headers }: Pick<FastifyRequest, 'headers'>,
  inBody: string | undefined,
): string {
  const header = headers['idempotency-key'];
  const key = typeof header === 'string' && header !== '' ? header.slice(0, 128) : inBody;
  if (key !== undefined) return key;
  throw new AppError(
    'idempotency_key_missing',
    'Send an Idempotency-Key: a fresh one for each decision, the same one when you send it again.',
  );
}

export function readDecisionOrder(
  caseId: string,
  body: z.output<typeof decisionOrder>,
  idempotencyKey: string,
): DecisionOrder {
  const { version, action, reason, expires_at: expiresAt } = body;
  return {
    ...{ caseId, version, action, reason, idempotencyKey, policyClause: body.policy_clause },
    accountIds: body.account_ids,
    leastConfidence: body.min_confidence,
    apiKeyIds: body.api_key_ids,
    networks: body.networks,
    expiresAt: expiresAt === undefined ? undefined : new Date(expiresAt),
    ...beginOf(body.begin_within_hours),
    deservedReview: body.deserved_review,
  };
}

export function readUndoOrder(
  decisionId: string,
  { policy_clause: policyClause, reason }: z.output<typeof undoOrder>,
  idempotencyKey: string,
): UndoOrder {
  return { decisionId, policyClause, reason, idempotencyKey };
}
