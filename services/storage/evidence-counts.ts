import type { Pool, PoolClient } from './pool.ts';

export interface EvidenceCounts {
  readonly review: number;
  readonly act: number;
  readonly campaigns: number;
  readonly openCases: number;
}

/** What is more than this is counted no further: nobody acts on the difference, and every page would pay for it. */
export const mostCounted = 10_000;

function countUpTo(rows: string): string {
  return `(select count(*)::int from (select 1 from ${rows} limit ${mostCounted + 1}) counted)`;
}

/** How much there is to look at, up to one more than `mostCounted`: alerts by level, campaigns that stand, open cases. */
export async function countEvidence(client: Pool | PoolClient): Promise<EvidenceCounts> {
  const { rows } = await client.query<EvidenceCounts>(
    `select ${countUpTo("alerts where level = 'review'")} as review,
       ${countUpTo("alerts where level = 'act'")} as act,
       ${countUpTo('campaigns where merged_into is null')} as campaigns,
       ${countUpTo("cases where status = 'open'")} as "openCases"`,
  );
  return rows[0] ?? { review: 0, act: 0, campaigns: 0, openCases: 0 };
}
