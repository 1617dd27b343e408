import type { Finding } from '../contracts/finding.ts';
import { joinCases, type JoiningAlert } from './cases.ts';
import type { PoolClient } from './pool.ts';
import { storableJson } from './storable.ts';

/** The key of the alert that a finding becomes. The same finding gives the same key, however often it is made. */
export function alertIdOf(finding: Finding): string {
  return `${finding.subject_kind}:${finding.subject_id}:${finding.level}:${finding.episode}`;
}

function toRow(finding: Finding) {
  return {
    ...finding,
    alert_id: alertIdOf(finding),
    account_id: finding.subject_kind === 'account' ? finding.subject_id : null,
    raised_at: new Date(finding.raised_at),
    first_event_at: new Date(finding.first_event_at),
    last_event_at: new Date(finding.last_event_at),
  };
}

const fields = `alert_id text, subject_kind text, subject_id text, account_id text, campaign_id text, level text,
  episode integer, score float8, raised_at timestamptz, first_event_at timestamptz, last_event_at timestamptz,
  requests_seen bigint, reasons jsonb, sample_event_ids text[], visibility jsonb, client_class text,
  declared_client jsonb, stated_rate jsonb`;
const names = fields.replaceAll(/ (text\[\]|[a-z0-9]+)(?=,|$)/g, '');

/** One statement can write a row once; a key that comes twice at all comes from work that was repeated. */
function firstOfEach(findings: readonly Finding[]): Finding[] {
  const first = new Map<string, Finding>();
  for (const finding of findings) {
    const key = alertIdOf(finding);
    const held = first.get(key);
    if (held === undefined || finding.raised_at < held.raised_at) first.set(key, finding);
  }
  return [...first.values()];
}

/** What is written anew when a finding of the same key, but of an earlier event time, comes after. */
const replaced = [
  'score',
  'raised_at',
  'first_event_at',
  'last_event_at',
  'requests_seen',
  'reasons',
]
  .concat('sample_event_ids', 'visibility', 'client_class', 'declared_client', 'stated_rate')
  .map((name) => `${name} = excluded.${name}`)
  .join(', ');

/**
 * Stores findings as alerts and opens the cases that they call for. An account is judged by itself and among its
 * neighbours, by two workers: whichever comes first, the alert that stays is the one of the earliest event time, then
 * of the fewest requests and the lowest score. Work that is repeated after a crash adds nothing. Returns the ids of
 * the new ones.
 */
export async function insertAlerts(
  client: PoolClient,
  findings: readonly Finding[],
): Promise<string[]> {
  if (findings.length === 0) return [];
  const { rows } = await client.query<JoiningAlert & { readonly isNew: boolean }>(
    `insert into alerts (${names})
     select ${names} from jsonb_to_recordset($1::jsonb) as given(${fields}) order by alert_id
     on conflict (alert_id) do update set ${replaced}, updated_at = now()
       where excluded.subject_kind = 'account' and (excluded.raised_at, excluded.requests_seen, excluded.score)
         < (alerts.raised_at, alerts.requests_seen, alerts.score)
     returning alert_id as "alertId", subject_kind as "subjectKind", subject_id as "subjectId", level, score,
       requests_seen::float8 as "requestsSeen", xmax = 0 as "isNew"`,
    [storableJson(firstOfEach(findings).map(toRow))],
  );
  const added = rows.filter(({ isNew }) => isNew);
  await joinCases(client, added);
  return added.map(({ alertId }) => alertId);
}
