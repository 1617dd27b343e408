import type { Reason } from '../contracts/finding.ts';
import type { Pool, PoolClient } from './pool.ts';

/** The reasons of the strongest alert of each case, by the case's id. */
export async function listStrongestReasons(
  client: Pool | PoolClient,
  caseIds: readonly string[],
): Promise<ReadonlyMap<string, readonly Reason[]>> {
  const { rows } = await client.query<{ caseId: string; reasons: Reason[] }>(
    `select distinct on (case_id) case_id::text as "caseId", reasons from alerts
     where case_id = any($1::bigint[]) order by case_id, score desc, alert_id`,
    [caseIds],
  );
  return new Map(rows.map(({ caseId, reasons }) => [caseId, reasons]));
}
