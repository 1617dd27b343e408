import type { Finding } from '../contracts/finding.ts';
import { insertAlerts } from './alerts.ts';
import type { PoolClient } from './pool.ts';

/** Evidence counts as beyond what was judged when the odds have grown e-fold since, in nats. */
const beyondNats = 1;

/** Of several findings of a subject the strongest: one case is opened for all of them. */
function strongestOfEach(findings: readonly Finding[]): Finding[] {
  const strongest = new Map<string, Finding>();
  for (const finding of findings) {
    const key = `${finding.subject_kind}:${finding.subject_id}`;
    if (finding.score > (strongest.get(key)?.score ?? -Infinity)) strongest.set(key, finding);
  }
  return [...strongest.values()];
}

const isAbout = `(case_id = judged.case_id or (given.kind = 'account' and account_ids @> array[given.id]))`;

const isOver = `exists (select 1 from decisions where ${isAbout} and expires_at <= to_timestamp(given.last_ms / 1000)
      and not exists (select 1 from decisions undo where undo.undoes = decisions.decision_id))
    and not exists (select 1 from standing_decisions where case_id = judged.case_id
      or (given.kind = 'account' and named_account_ids @> array[given.id] and account_ids @> array[given.id]))`;

/**
 * Which of the subjects return: their last case is closed, there was traffic since, and either their evidence goes
 * beyond what was judged or what was decided has run out. With the number of their next episode.
 */
const returning = `select given.place::int, (select 1 + max(episode) from alerts
     where subject_kind = given.kind and subject_id = given.id) as episode
   from unnest($1::text[], $2::text[], $3::float8[], $4::float8[]) with ordinality
       as given(kind, id, score, last_ms, place)
     cross join lateral (select case_id, status, closed_at, score from cases
       where subject_kind = given.kind and subject_id = given.id order by case_id desc limit 1) judged
   where judged.status = 'closed' and to_timestamp(given.last_ms / 1000) > judged.closed_at
     and (given.score >= judged.score + $5 or (${isOver}))`;

/**
 * Raises subjects again whose case was closed: a decision settles the evidence that was judged, and for as long as it
 * was meant to. Takes levels that still stand; those under an open case, or with nothing new, are passed over.
 * Returns the ids of the new alerts. One caller at a time, as for campaigns.
 */
export async function insertReturning(
  client: PoolClient,
  standing: readonly Finding[],
): Promise<string[]> {
  const findings = strongestOfEach(standing);
  if (findings.length === 0) return [];
  const { rows } = await client.query<{ place: number; episode: number }>(returning, [
    findings.map((finding) => finding.subject_kind),
    findings.map((finding) => finding.subject_id),
    findings.map((finding) => finding.score),
    findings.map((finding) => finding.last_event_at),
    beyondNats,
  ]);
  return insertAlerts(
    client,
    rows.flatMap(({ place, episode }) => {
      const finding = findings[place - 1];
      return finding === undefined ? [] : [{ ...finding, episode }];
    }),
  );
}
