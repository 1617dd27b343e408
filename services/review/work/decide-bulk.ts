import type { Pool } from 'pg';
import { AppError, isRefusal } from '../../errors.ts';
import { findCaseStakes } from '../../storage/case-stakes.ts';
import { listCasesById } from '../../storage/case-list.ts';
import type { Decision } from '../../storage/decisions.ts';
import type { Caller } from '../permissions.ts';
import { decide } from './decide.ts';
import type { DecisionOrder } from './order.ts';

/** More cases are decided on in several goes. */
export const mostCases = 100;

/** One decision for several cases, each on the version that was shown. */
export interface BulkOrder extends Omit<
  DecisionOrder,
  'caseId' | 'version' | 'accountIds' | 'apiKeyIds' | 'networks' | 'batchAccounts'
> {
  readonly cases: readonly { readonly caseId: string; readonly version: number }[];
  /** As the preview said: should it have grown, nothing is decided. */
  readonly accounts: number;
}

export interface BulkOutcome {
  readonly caseId: string;
  readonly decision: Decision | null;
  /** Why this case was not decided; the others are. */
  readonly refusal: { readonly code: string; readonly message: string } | null;
}

/** A suspension is of the account or of the members, as the case is; bulk suspensions take all members. */
function orderFor(
  { cases: _cases, accounts, ...common }: BulkOrder,
  { caseId, version }: BulkOrder['cases'][number],
  isCampaign: boolean,
): DecisionOrder {
  const isSuspension = common.action === 'suspend_account';
  return {
    ...common,
    ...{ caseId, version, batchAccounts: accounts },
    idempotencyKey: `${common.idempotencyKey}:${caseId}`,
    action: isCampaign && isSuspension ? 'suspend_campaign_members' : common.action,
    leastConfidence: isCampaign ? (common.leastConfidence ?? 0) : undefined,
  };
}

/**
 * Decides on each of the cases by itself: one that was closed, taken or changed meanwhile is refused and named, the
 * others stand. For the two-person rule all of them count together. Throws accounts_unsuitable when it would touch
 * more accounts than its author was shown.
 */
export async function decideBulk(
  pool: Pool,
  caller: Caller,
  order: BulkOrder,
): Promise<BulkOutcome[]> {
  const caseIds = order.cases.map(({ caseId }) => caseId);
  const [stakes, cases] = await Promise.all([
    findCaseStakes(pool, caseIds),
    listCasesById(pool, caseIds),
  ]);
  const kinds = new Map(cases.map(({ caseId, subjectKind }) => [caseId, subjectKind]));
  if (stakes.accounts > order.accounts) {
    const message = `This would touch ${stakes.accounts} accounts, not ${order.accounts}; look again.`;
    throw new AppError('accounts_unsuitable', message);
  }
  const outcomes: BulkOutcome[] = [];
  for (const chosen of order.cases) {
    try {
      const isCampaign = kinds.get(chosen.caseId) === 'campaign';
      const { decision } = await decide(pool, caller, orderFor(order, chosen, isCampaign));
      outcomes.push({ caseId: chosen.caseId, decision, refusal: null });
    } catch (error) {
      if (!isRefusal(error)) throw error;
      const { code, message } = error;
      outcomes.push({ caseId: chosen.caseId, decision: null, refusal: { code, message } });
    }
  }
  return outcomes;
}
