import type { ShadowFinding } from '../contracts/shadow-finding.ts';
import type { PoolClient } from './pool.ts';
import { storableJson } from './storable.ts';

/** The same finding gives the same key, however often and by whatever owner of the partition it is made. */
export function shadowFindingIdOf(finding: ShadowFinding): string {
  const { challenger, version, subject_kind, subject_id, level, verdict, episode } = finding;
  return [challenger, version, subject_kind, subject_id, level, verdict, episode].join(':');
}

function toRow(finding: ShadowFinding) {
  return {
    ...finding,
    shadow_finding_id: shadowFindingIdOf(finding),
    raised_at: new Date(finding.raised_at),
  };
}

type Row = ReturnType<typeof toRow>;

/** One statement may not meet a key twice: the first of a key stays, with the members of all. */
function mergeByKey(findings: readonly ShadowFinding[]): Row[] {
  const merged = new Map<string, Row>();
  for (const row of findings.map(toRow)) {
    const first = merged.get(row.shadow_finding_id) ?? row;
    const member_ids = [...new Set([...first.member_ids, ...row.member_ids])];
    merged.set(row.shadow_finding_id, { ...first, member_ids });
  }
  return [...merged.values()];
}

const fields = `shadow_finding_id text, challenger text, version text, subject_kind text, subject_id text, level text,
  verdict text, episode integer, raised_at timestamptz, requests_seen bigint, score float8, live_score float8,
  live_level text, reasons jsonb, member_ids text[]`;
const names = fields.replaceAll(/ (text\[\]|[a-z0-9]+)(?=,|$)/g, '');

/**
 * Stores what challengers would have done. A finding that stands keeps what was written first and gains members only,
 * so that work repeated after a crash adds nothing.
 */
export async function upsertShadowFindings(
  client: PoolClient,
  findings: readonly ShadowFinding[],
): Promise<void> {
  if (findings.length === 0) return;
  await client.query(
    `insert into shadow_findings (${names})
     select ${names} from jsonb_to_recordset($1::jsonb) as given(${fields}) order by shadow_finding_id
     on conflict (shadow_finding_id) do update set member_ids = array(
       select distinct member from unnest(shadow_findings.member_ids || excluded.member_ids) as member order by member)
     where not excluded.member_ids <@ shadow_findings.member_ids`,
    [storableJson(mergeByKey(findings))],
  );
}
