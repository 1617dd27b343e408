import type pg from 'pg';

/** So many accounts suspended, each by a decision of its own. Triggers are off: a second person would be needed. */
export async function fillDecisions(pool: pg.Pool, decisions: number): Promise<void> {
  const client = await pool.connect();
  try {
    await client.query(`insert into cases (subject_kind, subject_id) values ('account', 'bench')`);
    await client.query(
      `insert into evidence_snapshots (sha256, content) values (sha256('{}'::bytea), '{}')`,
    );
    await client.query('begin');
    await client.query(`set local session_replication_role = replica`);
    await client.query(
      `insert into decisions (case_id, case_version, action, policy_clause, reason, account_ids, expires_at, decided_by,
         idempotency_key, request_sha256, evidence_sha256, needs_second)
       select case_id, 0, 'suspend_account', 'clause', 'reason', array['acct_' || n], now() + interval '90 days',
         'staff:1', 'fill-' || n, sha256('{}'::bytea), sha256('{}'::bytea), false
       from cases, generate_series(1, $1::int) as n`,
      [decisions],
    );
    await client.query('commit');
    await client.query('analyze');
  } finally {
    client.release();
  }
}

/** One account more is throttled, as the console would write it. */
export async function throttleOne(pool: pg.Pool, name: string): Promise<void> {
  await pool.query(
    `insert into decisions (case_id, case_version, action, policy_clause, reason, account_ids, expires_at, decided_by,
       idempotency_key, request_sha256, evidence_sha256, needs_second)
     select case_id, 0, 'throttle', 'clause', 'reason', array[$1], now() + interval '1 day', 'staff:1', $1,
       sha256('{}'::bytea), sha256('{}'::bytea), true from cases limit 1`,
    [name],
  );
}
