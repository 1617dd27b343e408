import type pg from 'pg';

export interface EvidenceSize {
  readonly alerts: number;
  readonly cases: number;
  readonly members: number;
}

const detectors = `array['template-reuse', 'slot-novelty', 'coverage-breadth', 'rare-links', 'partitioned-bank',
  'asks-questions', 'conversation', 'declared-end-users']`;
const reasons = `(select jsonb_agg(jsonb_build_object('detector', detector, 'value', (n % 97) / 97.0, 'threshold', 0.5,
  'evidence_weight', 3.0 - place * 0.5)) from unnest(${detectors}) with ordinality as named(detector, place))`;
const day = `interval '1 day'`;

/** One case in four is closed; account `acct_N` belongs to case N. */
const cases = `insert into cases (subject_kind, subject_id, status, opened_at, closed_at, outcome, level, score, exposure, due_at,
    version, priority)
  select 'account', 'acct_' || n, case when n % 4 = 0 then 'closed' else 'open' end, now() - n % 30 * ${day},
    case when n % 4 = 0 then now() - n % 20 * ${day} end, case when n % 4 = 0 then 'watch' end,
    case when n % 10 = 0 then 'act' else 'review' end, 2 + n % 90 / 9.0, 50 + n % 7919,
    now() + (n % 9 - 3) * ${day}, 4, case_priority(2 + n % 90 / 9.0, 50 + n % 7919, now() + (n % 9 - 3) * ${day})
  from generate_series(1, $1::int) as n`;

const alerts = `insert into alerts (alert_id, subject_kind, subject_id, account_id, level, episode, score, raised_at,
    first_event_at, last_event_at, requests_seen, reasons, sample_event_ids, case_id)
  select 'account:acct_' || (1 + n % $2) || ':review:' || n, 'account', 'acct_' || (1 + n % $2), 'acct_' || (1 + n % $2),
    case when n % 10 = 0 then 'act' else 'review' end, n, 2 + n % 90 / 9.0, now() - n * interval '13 seconds',
    now() - 40 * ${day}, now() - n * interval '13 seconds', 50 + n % 7919, ${reasons}, array['req_1', 'req_2'],
    cases.case_id
  from generate_series(1, $1::int) as n join cases on subject_id = 'acct_' || (1 + n % $2)`;

const events = `insert into case_events (case_id, version, kind, is_change, actor, detail)
  select case_id, step, case when step % 3 = 0 then 'noted' else 'alert_joined' end, true, 'system',
    case when step % 3 = 0 then jsonb_build_object('note', 'looked like an evaluation of ' || subject_id)
      else jsonb_build_object('level', 'review') end
  from cases, generate_series(1, 4) as step`;

/** Two hundred small campaigns and a large one, each with an alert in an open case of its own. */
const campaigns = `with made as (
    insert into campaigns (campaign_id, level, score, first_seen_at)
    select case n when 0 then 'campaign_large' else 'campaign_' || n end, 'act', 9 + n % 7, now() - n * interval '1 hour'
    from generate_series(0, 200) as n returning campaign_id, score
  ), members as (
    insert into campaign_members (campaign_id, account_id, confidence, reasons)
    select campaign_id, 'acct_' || (1 + abs(hashtext(campaign_id)) % 1000 * 40 + n), 0.3 + n % 70 / 100.0, ${reasons}
    from made, generate_series(1, case campaign_id when 'campaign_large' then $1::int else 20 end) as n
  ), links as (
    insert into campaign_links (campaign_id, family, trait, accounts, rarity)
    select campaign_id, 'template', 'template:' || n, 20 + n, 4 + n % 5 from made, generate_series(1, 40) as n
  ), opened as (
    insert into cases (subject_kind, subject_id, level, score, exposure, due_at, version, priority)
    select 'campaign', campaign_id, 'act', score, 40000, now(), 1, case_priority(score, 40000, now()) from made
    returning case_id, subject_id, score
  )
  insert into alerts (alert_id, subject_kind, subject_id, campaign_id, level, episode, score, raised_at, first_event_at,
    last_event_at, requests_seen, reasons, sample_event_ids, case_id)
  select 'campaign:' || subject_id || ':act:1', 'campaign', subject_id, subject_id, 'act', 1, score, now(),
    now() - ${day}, now(), 40000, (select reasons from alerts limit 1), array['req_1'], case_id from opened`;

const decisions = `with frozen as (
    insert into evidence_snapshots (sha256, content) values (sha256('{}'), '{}') returning sha256
  )
  insert into decisions (case_id, case_version, action, policy_clause, reason, account_ids, expires_at, decided_by,
    idempotency_key, request_sha256, evidence_sha256, needs_second)
  select case_id, 4, 'watch', 'terms 4', 'watched', array[subject_id], now() + ${day}, 'system', 'k' || case_id,
    sha256, sha256, false from cases, frozen where status = 'closed'`;

/** Writes what months of work leave behind, as the workers and the console would have. */
export async function fillEvidence(
  pool: pg.Pool,
  { alerts: alertCount, cases: caseCount, members }: EvidenceSize,
): Promise<void> {
  await pool.query(cases, [caseCount]);
  await pool.query(alerts, [alertCount, caseCount]);
  await pool.query(campaigns, [members]);
  await pool.query(events);
  await pool.query(decisions);
  await pool.query('vacuum analyze');
}
