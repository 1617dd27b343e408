import type { Pool } from 'pg';
import type { Decision } from '../storage/decisions.ts';
import { listStrongestReasons } from '../storage/strongest-alerts.ts';
import { familiesOf, type DetectorTexts } from './pages/show-reasons.ts';
import { draftStatement, isStatementDue } from './statement-of-reasons.ts';

/** What the affected customer is told; null while nothing that restricts them is in force. */
export async function readStatement(
  pool: Pool,
  texts: DetectorTexts,
  decision: Decision,
): Promise<string | null> {
  if (!isStatementDue(decision)) return null;
  const reasons = (await listStrongestReasons(pool, [decision.caseId])).get(decision.caseId) ?? [];
  return draftStatement(decision, familiesOf({ reasons }, texts));
}
