import { AppError } from '../../services/errors.ts';
import { decodeBatch, type BatchRecord } from '../../services/queue/batch.ts';
import { insertAuditEntry } from '../../services/storage/audit-entries.ts';
import {
  deleteDeadLetters,
  listOldLetters,
  type OldLetter,
} from '../../services/storage/dead-letters.ts';
import { listLegalHolds } from '../../services/storage/legal-holds.ts';
import type { Pool, PoolClient } from '../../services/storage/pool.ts';
import { inTransaction } from '../../services/storage/transaction.ts';

/** At 512 KB a batch 10 MB. */
const perPage = 20;

/** The records of a batch; none of one that cannot be decoded, which is one of the reasons why it is here. */
function recordsOf(payload: Buffer): readonly BatchRecord[] {
  try {
    return decodeBatch(payload).records;
  } catch (error) {
    if (error instanceof AppError && error.code === 'batch_undecodable') return [];
    throw error;
  }
}

/** Undefined for a record that is no JSON. */
function accountOf({ line }: BatchRecord): unknown {
  try {
    return (JSON.parse(line.toString()) as { account_id?: unknown }).account_id;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

/** Whether any record of the batch is of one of these accounts. */
function names({ payload }: OldLetter, accountIds: ReadonlySet<unknown>): boolean {
  return recordsOf(payload).some((record) => accountIds.has(accountOf(record)));
}

async function expirePage(client: PoolClient, letters: readonly OldLetter[], before: Date) {
  // Read in the transaction that deletes, so that a hold placed before it counts.
  const held = new Set((await listLegalHolds(client)).map(({ accountId }) => accountId));
  const free = held.size === 0 ? letters : letters.filter((letter) => !names(letter, held));
  const ids = free.map(({ id }) => id);
  const expired = await deleteDeadLetters(client, ids);
  if (expired === 0) return 0;
  await insertAuditEntry(client, {
    ...{ actor: 'system', action: 'dead_letters_expired', subjectKind: 'dead_letters' },
    subjectId: `${String(ids[0])}-${String(ids.at(-1))}`,
    detail: { count: expired, before: before.toISOString() },
  });
  return expired;
}

/**
 * Deletes the dead letters from before a moment, those apart that hold records of an account under a legal hold, and
 * returns how many. Each page of them is one entry of the audit trail.
 */
export async function expireDeadLetters(pool: Pool, before: Date): Promise<number> {
  let expired = 0;
  let after = '0';
  for (;;) {
    const letters = await listOldLetters(pool, { before, after, limit: perPage });
    const last = letters.at(-1);
    if (last === undefined) return expired;
    after = last.id;
    expired += await inTransaction(pool, (client) => expirePage(client, letters, before));
  }
}
