import { AppError } from '../../errors.ts';
import { listMemberIds } from '../../storage/campaign-members.ts';
import type { ListedCase } from '../../storage/case-list.ts';
import type { Pool, PoolClient } from '../../storage/pool.ts';
import type { DecisionOrder } from './order.ts';

/**
 * The accounts that an order touches, in order: that of the case, or the chosen members of its campaign.
 * Throws accounts_unsuitable when some of them have left it meanwhile, or none is left.
 */
export async function chooseAccounts(
  client: Pool | PoolClient,
  order: DecisionOrder,
  { subjectKind, subjectId }: ListedCase,
): Promise<string[]> {
  if (subjectKind === 'account') return requireOnly(order, subjectId);
  if (order.action === 'no_action') return [];
  const members = await listMemberIds(client, subjectId, order.leastConfidence ?? 0);
  if (order.accountIds === undefined) return requireSome(members);
  const present = new Set(members);
  const gone = order.accountIds.filter((accountId) => !present.has(accountId));
  if (gone.length === 0) return requireSome([...new Set(order.accountIds)].sort());
  throw new AppError(
    'accounts_unsuitable',
    `${gone.length} of the accounts are no members of this campaign with that confidence.`,
    { details: gone.slice(0, 20) },
  );
}

function requireOnly({ accountIds = [] }: DecisionOrder, accountId: string): string[] {
  if (accountIds.every((each) => each === accountId)) return [accountId];
  throw new AppError('accounts_unsuitable', 'This is the case of one account; name no other.');
}

function requireSome(accountIds: string[]): string[] {
  if (accountIds.length > 0) return accountIds;
  throw new AppError('accounts_unsuitable', 'No member of the campaign is meant by this.');
}
