import { createHash } from 'node:crypto';
import type { Pool } from 'pg';
import { AppError } from '../../errors.ts';
import {
  findAppeal,
  findAppealOf,
  insertAppeal,
  insertRuling,
  type Appeal,
  type AppealRuling,
} from '../../storage/appeals.ts';
import { appendCaseEvent } from '../../storage/case-events.ts';
import { lockCase } from '../../storage/case-list.ts';
import { decisionNames } from '../../storage/decision-list.ts';
import type { Decision } from '../../storage/decisions.ts';
import { insertAppealLabel } from '../../storage/labels.ts';
import type { PoolClient } from '../../storage/pool.ts';
import { storableText } from '../../storage/storable.ts';
import { inTransaction } from '../../storage/transaction.ts';
import { requirePermission, type Caller } from '../permissions.ts';
import { isStatementDue } from '../statement-of-reasons.ts';
import { getDecision } from './repeats.ts';

export interface FiledAppeal {
  readonly appeal: Appeal;
  /** It stood already. */
  readonly isRepeat: boolean;
}

/** Throws not_found. */
export async function getAppeal(client: Pool | PoolClient, appealId: string): Promise<Appeal> {
  const found = await findAppeal(client, appealId);
  if (found === undefined) throw new AppError('not_found', 'There is no such appeal.');
  return found;
}

async function requireOpenToAppeal(client: PoolClient, decision: Decision, accountId: string) {
  const isNamed = await decisionNames(client, decision.decisionId, accountId);
  if (isStatementDue(decision) && isNamed) return;
  const message = 'Only an account that a decision in force restricts can appeal against it.';
  throw new AppError('appeal_unavailable', message);
}

function repeatOf(before: Appeal, statement: string): FiledAppeal {
  if (before.statement === statement) return { appeal: before, isRepeat: true };
  throw new AppError('appeal_given', 'The account has appealed against this decision before.');
}

/**
 * Files an account's appeal against a decision, in the customer's words. One for each decision and account; the same
 * one sent again stands once. Throws not_found, appeal_unavailable, appeal_given.
 */
export async function fileAppeal(
  pool: Pool,
  { actor }: Caller,
  given: { readonly decisionId: string; readonly accountId: string; readonly statement: string },
): Promise<FiledAppeal> {
  const { decisionId, accountId } = given;
  const statement = storableText(given.statement);
  return inTransaction(pool, async (client) => {
    const { caseId } = await getDecision(client, decisionId);
    await lockCase(client, caseId);
    const before = await findAppealOf(client, decisionId, accountId);
    if (before !== undefined) return repeatOf(before, statement);
    await requireOpenToAppeal(client, await getDecision(client, decisionId), accountId);
    const appealId = await insertAppeal(client, {
      decisionId,
      accountId,
      statement,
      filedBy: actor,
    });
    const statement_sha256 = createHash('sha256').update(statement).digest('hex');
    const detail = { appeal_id: appealId, decision_id: decisionId, statement_sha256 };
    await appendCaseEvent(client, { caseId, kind: 'appeal_filed', isChange: true, actor, detail });
    return { appeal: await getAppeal(client, appealId ?? ''), isRepeat: false };
  });
}

function requireRulable({ ruling }: Appeal, decision: Decision, { actor }: Caller): void {
  if (ruling !== null) {
    throw new AppError('appeal_ruled', `This appeal was ${ruling.verdict} already.`);
  }
  if (mayRule(decision, actor)) return;
  const message = 'An appeal is judged by somebody who had no part in the decision.';
  throw new AppError('appeal_forbidden', message);
}

/** Whoever decided or approved does not judge the appeal. */
export function mayRule({ decidedBy, approval }: Decision, actor: string): boolean {
  return decidedBy !== actor && approval?.approvedBy !== actor;
}

/**
 * Judges an appeal. Overturned, the decision holds for the account no more, and a label says that its alerts did not
 * deserve review. Throws not_found, role_forbidden, appeal_ruled, appeal_forbidden.
 */
export async function ruleAppeal(
  pool: Pool,
  caller: Caller,
  ruling: Pick<AppealRuling, 'verdict' | 'reason'> & { readonly appealId: string },
): Promise<Appeal> {
  requirePermission(caller, 'rule_appeals');
  const { actor } = caller;
  const { appealId, verdict, reason } = ruling;
  return inTransaction(pool, async (client) => {
    const { caseId } = await getAppeal(client, appealId);
    await lockCase(client, caseId);
    const appeal = await getAppeal(client, appealId);
    if (appeal.ruling?.ruledBy === actor && appeal.ruling.verdict === verdict) return appeal;
    requireRulable(appeal, await getDecision(client, appeal.decisionId), caller);
    await insertRuling(client, { appealId, verdict, reason, ruledBy: actor });
    const { accountId, decisionId } = appeal;
    const detail = { appeal_id: appealId, decision_id: decisionId, account_id: accountId };
    const kind = `appeal_${verdict}`;
    await appendCaseEvent(client, { caseId, kind, isChange: true, actor, detail });
    if (verdict === 'overturned') {
      await insertAppealLabel(client, { caseId, accountId, labelledBy: actor });
    }
    return getAppeal(client, appealId);
  });
}
