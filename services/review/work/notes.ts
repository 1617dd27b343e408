import { AppError } from '../../errors.ts';
import { assignCase, snoozeCase } from '../../storage/case-changes.ts';
import { appendCaseEvent } from '../../storage/case-events.ts';
import type { ListedCase } from '../../storage/case-list.ts';
import type { Pool } from '../../storage/pool.ts';
import { findStaffUserByActor } from '../../storage/staff-users.ts';
import { storableText } from '../../storage/storable.ts';
import { inTransaction } from '../../storage/transaction.ts';
import { requirePermission, type Caller } from '../permissions.ts';
import { getCase, getLockedCase, lockOpenCase } from './open-case.ts';
import { unsuitable } from './order.ts';

/** Writes a note, on a closed case too. Throws not_found. */
export async function note(
  pool: Pool,
  { actor }: Caller,
  { caseId, text }: { readonly caseId: string; readonly text: string },
): Promise<ListedCase> {
  return inTransaction(pool, async (client) => {
    await getLockedCase(client, caseId);
    const detail = { note: storableText(text) };
    await appendCaseEvent(client, { caseId, kind: 'noted', isChange: true, actor, detail });
    return getCase(client, caseId);
  });
}

/**
 * Gives a case to somebody, or to nobody. Giving it to others, or taking it from them, needs a lead.
 * Throws not_found, case_closed, case_claimed, role_forbidden.
 */
export async function assign(
  pool: Pool,
  caller: Caller,
  { caseId, assignee }: { readonly caseId: string; readonly assignee: string | null },
): Promise<ListedCase> {
  return inTransaction(pool, async (client) => {
    const { assignedTo } = await lockOpenCase(client, caller, caseId);
    const { actor } = caller;
    const isOwn = [assignedTo, assignee].every((each) => each === null || each === actor);
    if (!isOwn) requirePermission(caller, 'assign_others');
    if (assignee !== null && (await findStaffUserByActor(client, assignee)) === undefined) {
      throw new AppError('not_found', 'There is no such person to give it to.');
    }
    await assignCase(client, caseId, assignee);
    await appendCaseEvent(client, { caseId, kind: 'assigned', actor, detail: { to: assignee } });
    return getCase(client, caseId);
  });
}

/** Puts a case off; null brings it back. Throws not_found, case_closed, case_claimed, action_unsuitable. */
export async function snooze(
  pool: Pool,
  caller: Caller,
  { caseId, until }: { readonly caseId: string; readonly until: Date | null },
): Promise<ListedCase> {
  if (until !== null && until.getTime() <= Date.now()) {
    throw unsuitable('Name a time in the future to put the case off to.');
  }
  return inTransaction(pool, async (client) => {
    await lockOpenCase(client, caller, caseId);
    await snoozeCase(client, caseId, until);
    const kind = until === null ? 'woken' : 'snoozed';
    const detail = until === null ? {} : { until: until.toISOString() };
    await appendCaseEvent(client, { caseId, kind, actor: caller.actor, detail });
    return getCase(client, caseId);
  });
}
