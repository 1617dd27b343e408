import { AppError } from '../../errors.ts';
import { alertsAbout, listAlerts, type ListedAlert } from '../../storage/alert-list.ts';
import { insertSecondLook, type DeservedReview } from '../../storage/labels.ts';
import type { Pool } from '../../storage/pool.ts';
import { isRowId } from '../../storage/row-id.ts';
import { findCaseToLookAt, lockCaseToLookAt } from '../../storage/second-looks.ts';
import { insertAuditEntry } from '../../storage/audit-entries.ts';
import { inTransaction } from '../../storage/transaction.ts';
import type { Caller } from '../permissions.ts';
import { getCase } from './open-case.ts';

/** What is shown at a second look: the evidence, and nothing of what became of it. */
export interface Look {
  readonly caseId: string;
  readonly subjectKind: 'account' | 'campaign';
  readonly alerts: readonly ListedAlert[];
}

/** The next case for a second look by the caller; undefined when none is left. */
export async function findLook(pool: Pool, { actor }: Caller): Promise<Look | undefined> {
  const caseId = await findCaseToLookAt(pool, actor);
  if (caseId === undefined) return undefined;
  const { subjectKind, subjectId } = await getCase(pool, caseId);
  const { items } = await listAlerts(pool, alertsAbout(subjectKind, subjectId), { limit: 100 });
  const alerts = items.filter((alert) => alert.caseId === caseId);
  return { caseId, subjectKind, alerts: alerts.toSorted((a, b) => b.score - a.score) };
}

/** Writes the label of a second look. Throws look_unavailable for a case that is not the caller's to look at. */
export async function giveSecondLook(
  pool: Pool,
  { actor }: Caller,
  look: { readonly caseId: string; readonly deservedReview: DeservedReview },
): Promise<void> {
  const { caseId, deservedReview } = look;
  await inTransaction(pool, async (client) => {
    const isTheirs = isRowId(caseId) && (await lockCaseToLookAt(client, actor, caseId));
    if (!isTheirs) {
      const message = 'This case was looked at meanwhile, or you had a hand in it; take the next.';
      throw new AppError('look_unavailable', message);
    }
    await insertSecondLook(client, { caseId, deservedReview, labelledBy: actor });
    const subject = { subjectKind: 'case', subjectId: caseId };
    await insertAuditEntry(client, { actor, action: 'second_look', ...subject });
  });
}
