import type { Pool } from 'pg';
import { AppError } from '../../errors.ts';
import {
  insertAllowListEntry,
  listAllowed,
  removeAllowListEntry,
  type AllowListEntry,
} from '../../storage/allow-list.ts';
import { insertAuditEntry } from '../../storage/audit-entries.ts';
import type { PoolClient } from '../../storage/pool.ts';
import { inTransaction } from '../../storage/transaction.ts';
import type { Caller } from '../permissions.ts';
import { unsuitable } from './order.ts';

type NewEntry = Pick<AllowListEntry, 'accountId' | 'kind' | 'reason' | 'expiresAt'>;

const longestDays = 365;
const dayMs = 86_400_000;

/** Spares an account from everything that is enforced, for a time. Throws action_unsuitable for a time beyond a year. */
export async function allow(
  pool: Pool,
  { actor }: Caller,
  entry: NewEntry,
): Promise<AllowListEntry> {
  const left = entry.expiresAt.getTime() - Date.now();
  if (left <= 0 || left > longestDays * dayMs) {
    throw unsuitable('Name a time within the next 365 days at which it ends.');
  }
  return inTransaction(pool, async (client) => {
    const added = await insertAllowListEntry(client, { ...entry, addedBy: actor });
    const { entryId, accountId, kind, expiresAt, reason } = added;
    const detail = { entry_id: entryId, kind, expires_at: expiresAt.toISOString(), reason };
    const subject = { subjectKind: 'account', subjectId: accountId };
    await insertAuditEntry(client, { actor, action: 'allow_listed', ...subject, detail });
    return added;
  });
}

/** Ends an entry early: what is decided holds again. Throws not_found. */
export async function disallow(
  pool: Pool,
  { actor }: Caller,
  removal: { readonly entryId: string; readonly reason: string },
): Promise<void> {
  await inTransaction(pool, async (client) => {
    const removed = await removeAllowListEntry(client, { ...removal, removedBy: actor });
    if (removed === undefined) {
      throw new AppError('not_found', 'There is no such entry, or it has ended.');
    }
    const detail = { entry_id: removed.entryId, reason: removal.reason };
    const subject = { subjectKind: 'account', subjectId: removed.accountId };
    await insertAuditEntry(client, { actor, action: 'allow_list_removed', ...subject, detail });
  });
}

/** Throws account_allow_listed: who would restrict a spared account takes it off the list first. */
export async function requireNoneAllowed(
  client: PoolClient,
  accountIds: readonly string[],
): Promise<void> {
  const allowed = await listAllowed(client, accountIds);
  if (allowed.length === 0) return;
  throw new AppError(
    'account_allow_listed',
    `${allowed.length} of these accounts are on the allow-list; nothing is enforced against them.`,
    { details: allowed.slice(0, 20) },
  );
}
