import { AppError } from '../../errors.ts';
import { findCase, lockCase, type ListedCase } from '../../storage/case-list.ts';
import type { Pool, PoolClient } from '../../storage/pool.ts';
import type { Caller } from '../permissions.ts';

/** Throws not_found. */
export async function getCase(client: Pool | PoolClient, caseId: string): Promise<ListedCase> {
  return orNoCase(await findCase(client, caseId));
}

/** The same, and nobody else changes it until the transaction ends. Throws not_found. */
export async function getLockedCase(client: PoolClient, caseId: string): Promise<ListedCase> {
  return orNoCase(await lockCase(client, caseId));
}

function orNoCase(found: ListedCase | undefined): ListedCase {
  if (found === undefined) throw new AppError('not_found', 'There is no such case.');
  return found;
}

/** Throws case_closed, and case_claimed while somebody else has the case. */
export function requireWorkable(found: ListedCase, { actor }: Caller): void {
  if (found.status === 'closed') {
    throw new AppError('case_closed', 'This case is closed; nothing more is decided on it.');
  }
  const { claimedBy, claimExpiresAt } = found;
  if (claimedBy === null || claimedBy === actor) return;
  const until = claimExpiresAt?.toISOString() ?? '';
  throw new AppError('case_claimed', `Somebody else has taken this case, until ${until}.`, {
    details: { claimed_by: claimedBy, claim_expires_at: until },
  });
}

/** Locks a case that the caller may work on now. Throws not_found, case_closed, case_claimed. */
export async function lockOpenCase(
  client: PoolClient,
  caller: Caller,
  caseId: string,
): Promise<ListedCase> {
  const found = await getLockedCase(client, caseId);
  requireWorkable(found, caller);
  return found;
}
