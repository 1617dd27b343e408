import { appendCaseEvent } from './case-events.ts';
import { listDecisionAccounts, mostDecisionAccounts } from './decision-list.ts';
import { insertDecision, type Decision, type NewDecision } from './decisions.ts';
import type { PoolClient } from './pool.ts';

type Given = 'policyClause' | 'reason' | 'idempotencyKey' | 'requestSha256' | 'decidedBy';

/** Writes the decision that undoes another one, and its event; the case stays as it is. Returns its id. */
export async function insertUndo(
  client: PoolClient,
  undone: Decision,
  given: Pick<NewDecision, Given>,
): Promise<string> {
  const { caseId, decisionId, caseVersion, apiKeyIds, networks, action } = undone;
  const limit = mostDecisionAccounts;
  const { items: accountIds } = await listDecisionAccounts(client, decisionId, { limit });
  const undoId = await insertDecision(client, {
    ...given,
    ...{ caseId, caseVersion, apiKeyIds, networks, accountIds },
    ...{ action: 'undo', undoes: decisionId, expiresAt: null },
    ...{ deservedReview: null, batchAccounts: 0 },
    evidenceSha256: Buffer.from(undone.evidenceSha256, 'hex'),
  });
  const detail = { decision_id: undoId, undoes: decisionId, action };
  const actor = given.decidedBy;
  await appendCaseEvent(client, { caseId, kind: 'undone', isChange: true, actor, detail });
  return undoId;
}
