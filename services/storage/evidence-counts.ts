import type { Pool, PoolClient } from './pool.ts';

export interface EvidenceCounts {
  readonly review: number;
  readonly act: number;
  readonly campaigns: number;
  readonly openCases: number;
}

/** How much there is to look at: alerts by level, campaigns that stand, cases that are open. */
export async function countEvidence(client: Pool | PoolClient): Promise<EvidenceCounts> {
  const { rows } = await client.query<EvidenceCounts>(
    `select (select count(*)::int from alerts where level = 'review') as review,
       (select count(*)::int from alerts where level = 'act') as act,
       (select count(*)::int from campaigns where merged_into is null) as campaigns,
       (select count(*)::int from cases where status = 'open') as "openCases"`,
  );
  return rows[0] ?? { review: 0, act: 0, campaigns: 0, openCases: 0 };
}
