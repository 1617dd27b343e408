import type { RaisedLevel, Reason } from '../contracts/finding.ts';
import type { ShadowVerdict } from '../contracts/shadow-finding.ts';
import { toPage, type Page, type PageRequest } from './paging.ts';
import type { Pool, PoolClient } from './pool.ts';

export interface ListedShadowFinding {
  readonly shadowFindingId: string;
  readonly challenger: string;
  readonly version: string;
  readonly subjectKind: 'account' | 'campaign';
  readonly subjectId: string;
  readonly level: RaisedLevel;
  readonly verdict: ShadowVerdict;
  readonly raisedAt: Date;
  readonly requestsSeen: number;
  readonly score: number;
  readonly liveScore: number;
  readonly liveLevel: RaisedLevel | null;
  readonly reasons: readonly Reason[];
  readonly memberIds: readonly string[];
}

export interface ShadowFindingFilter {
  readonly challenger?: string | undefined;
  readonly version?: string | undefined;
  readonly verdict?: ShadowVerdict | undefined;
  readonly level?: RaisedLevel | undefined;
}

const columns = `shadow_finding_id as "shadowFindingId", challenger, version, subject_kind as "subjectKind",
  subject_id as "subjectId", level, verdict, raised_at as "raisedAt", requests_seen::float8 as "requestsSeen", score,
  live_score as "liveScore", live_level as "liveLevel", reasons, member_ids as "memberIds"`;

/** Newest first. */
export async function listShadowFindings(
  client: Pool | PoolClient,
  filter: ShadowFindingFilter,
  { limit, after }: PageRequest,
): Promise<Page<ListedShadowFinding>> {
  const { challenger, version, verdict, level } = filter;
  const { rows } = await client.query<ListedShadowFinding>(
    `select ${columns} from shadow_findings
     where ($1::text is null or challenger = $1) and ($2::text is null or version = $2)
       and ($3::text is null or verdict = $3) and ($4::text is null or level = $4)
       and ($5::timestamptz is null or raised_at < $5 or (raised_at = $5 and shadow_finding_id > $6))
     order by raised_at desc, shadow_finding_id limit $7`,
    [
      ...[challenger, version, verdict, level].map((value) => value ?? null),
      after?.at ?? null,
      after?.id ?? null,
      limit + 1,
    ],
  );
  return toPage(rows, limit, (row) => ({ at: row.raisedAt, id: row.shadowFindingId }));
}
