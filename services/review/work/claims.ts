import { claimCase, claimNextCase, releaseCase } from '../../storage/case-claims.ts';
import { appendCaseEvent } from '../../storage/case-events.ts';
import type { ListedCase } from '../../storage/case-list.ts';
import type { Pool } from '../../storage/pool.ts';
import { inTransaction } from '../../storage/transaction.ts';
import type { Caller } from '../permissions.ts';
import { getCase, lockOpenCase } from './open-case.ts';

/** Takes the case that matters most; undefined when none is ready and free. */
export async function takeNext(pool: Pool, { actor }: Caller): Promise<ListedCase | undefined> {
  return inTransaction(pool, async (client) => {
    const caseId = await claimNextCase(client, actor);
    if (caseId === undefined) return undefined;
    await appendCaseEvent(client, { caseId, kind: 'claimed', actor, detail: { next: true } });
    return getCase(client, caseId);
  });
}

/** Takes a case, or holds it for another ten minutes. Throws not_found, case_closed, case_claimed. */
export async function claim(pool: Pool, caller: Caller, caseId: string): Promise<ListedCase> {
  return inTransaction(pool, async (client) => {
    const { claimedBy } = await lockOpenCase(client, caller, caseId);
    const { actor } = caller;
    await claimCase(client, caseId, actor);
    // Holding longer is no event: the history would be full of it.
    if (claimedBy === null) await appendCaseEvent(client, { caseId, kind: 'claimed', actor });
    return getCase(client, caseId);
  });
}

/** Gives a case back; without effect when the caller has not taken it. Throws not_found, case_closed, case_claimed. */
export async function release(pool: Pool, caller: Caller, caseId: string): Promise<ListedCase> {
  return inTransaction(pool, async (client) => {
    await lockOpenCase(client, caller, caseId);
    const { actor } = caller;
    const hadIt = await releaseCase(client, caseId, actor);
    if (hadIt) await appendCaseEvent(client, { caseId, kind: 'released', actor });
    return getCase(client, caseId);
  });
}
