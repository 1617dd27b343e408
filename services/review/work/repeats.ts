import { AppError } from '../../errors.ts';
import { findDecision, findDecisionByKey, type Decision } from '../../storage/decisions.ts';
import type { Pool, PoolClient } from '../../storage/pool.ts';
import { inTransaction } from '../../storage/transaction.ts';
import type { Caller } from '../permissions.ts';

export interface Decided {
  readonly decision: Decision;
  /** The same order under the same key stood already; nothing was done. */
  readonly isRepeat: boolean;
}

/** Throws not_found. */
export async function getDecision(
  client: Pool | PoolClient,
  decisionId: string,
): Promise<Decision> {
  const found = await findDecision(client, decisionId);
  if (found === undefined) throw new AppError('not_found', 'There is no such decision.');
  return found;
}

/** What stands under the key already. Throws idempotency_key_reused when something else was asked with it. */
export async function findRepeat(
  client: PoolClient,
  { actor }: Caller,
  asked: { readonly idempotencyKey: string; readonly requestSha256: Buffer },
): Promise<Decided | undefined> {
  const before = await findDecisionByKey(client, actor, asked.idempotencyKey);
  if (before === undefined) return undefined;
  if (!before.requestSha256.equals(asked.requestSha256)) {
    throw keyReused();
  }
  return { decision: await getDecision(client, before.decisionId), isRepeat: true };
}

function keyReused(): AppError {
  return new AppError('idempotency_key_reused', 'This idempotency key stands for another request.');
}

function isKeyTaken(error: unknown): boolean {
  return error instanceof Error && 'constraint' in error && error.constraint === 'decisions_once';
}

/** Runs work that writes a decision in one transaction. Throws idempotency_key_reused when another case has the key. */
export async function onceOnly<Result>(
  pool: Pool,
  work: (client: PoolClient) => Promise<Result>,
): Promise<Result> {
  try {
    return await inTransaction(pool, work);
  } catch (error) {
    throw isKeyTaken(error) ? keyReused() : error;
  }
}
