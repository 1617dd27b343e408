import type { DecisionApproval } from './decisions.ts';
import type { PoolClient } from './pool.ts';

interface NewApproval extends Omit<DecisionApproval, 'approvedAt'> {
  readonly decisionId: string;
}

/**
 * Writes the second person's word. The database refuses one that is not needed, comes from nobody who may give it,
 * or approves a decision of one's own without breaking the glass.
 */
export async function insertApproval(client: PoolClient, given: NewApproval): Promise<void> {
  await client.query(
    `insert into decision_approvals (decision_id, verdict, is_break_glass, reason, approved_by)
     values ($1, $2, $3, $4, $5)`,
    [given.decisionId, given.verdict, given.isBreakGlass, given.reason, given.approvedBy],
  );
}
