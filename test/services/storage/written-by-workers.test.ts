import t from 'tap';
import type { Finding } from '../../../services/contracts/finding.ts';
import type { ShadowFinding } from '../../../services/contracts/shadow-finding.ts';
import {
  deleteSupersededDigests,
  listChangedDigests,
  listLatestDigests,
  readChangeHorizon,
  readDigestSpan,
  upsertAccountDigests,
} from '../../../services/storage/account-digests.ts';
import { findAccount, upsertAccounts } from '../../../services/storage/accounts.ts';
import { insertAlerts } from '../../../services/storage/alerts.ts';
import { listStoredCampaigns, replaceCampaigns } from '../../../services/storage/campaigns.ts';
import { ensurePartitionCount } from '../../../services/storage/instance-settings.ts';
import { upsertShadowFindings } from '../../../services/storage/shadow-findings.ts';
import { inTransaction } from '../../../services/storage/transaction.ts';
import { wholly } from '../../support/sample-evidence.ts';
import { startStores } from '../../support/stores.ts';

const { pool } = await startStores(t);
const hour = 3_600_000;

const finding: Finding = {
  subject_kind: 'account',
  subject_id: 'acct-1',
  campaign_id: null,
  level: 'review',
  episode: 1,
  raised_at: 1_700_000_000_123,
  first_event_at: 1_699_000_000_000,
  last_event_at: 1_700_000_000_000,
  requests_seen: 40,
  score: 4.5,
  reasons: [{ detector: 'template-reuse', value: 0.1, threshold: 0.3, evidence_weight: 2.25 }],
  sample_event_ids: ['a', 'b\0c', '\ud800'],
  visibility: wholly(40, { readable_share: 0.48 }),
  client_class: 'product',
  declared_client: { segment: 'rag', verified: true, contradicted: false },
  stated_rate: { baseline: '2026-03-02', p: 0.004, is_bound: false, accounts: 499, undecided: 3 },
};

await t.test('an alert is stored once and opens one case', async (t) => {
  const act: Finding = { ...finding, level: 'act' };
  const first = await inTransaction(pool, (client) => insertAlerts(client, [finding, act]));
  t.same(first.sort(), ['account:acct-1:act:1', 'account:acct-1:review:1']);
  const repeated = { ...finding, score: 9, raised_at: 1_800_000_000_000 };
  t.same(await inTransaction(pool, (client) => insertAlerts(client, [repeated])), []);
  const { rows } = await pool.query(
    `select score, (extract(epoch from raised_at) * 1000)::float8 as raised_at, account_id, reasons, sample_event_ids,
       visibility, client_class, declared_client, stated_rate
     from alerts where level = 'review'`,
  );
  const { score, raised_at, reasons, visibility, client_class, declared_client, stated_rate } =
    finding;
  const sample_event_ids = ['a', 'b\ufffdc', '\ufffd'];
  const stated = { visibility, client_class, declared_client, stated_rate };
  const row = { score, raised_at, account_id: 'acct-1', reasons, sample_event_ids };
  t.same(rows, [{ ...row, ...stated }]);
  t.same((await pool.query('select subject_id, status from cases')).rows, [
    { subject_id: 'acct-1', status: 'open' },
  ]);
});

await t.test('repeated work opens no case again once it was closed', async (t) => {
  await pool.query("update cases set status = 'closed', closed_at = now()");
  await inTransaction(pool, (client) => insertAlerts(client, [finding]));
  t.same((await pool.query("select 1 from cases where status = 'open'")).rows, []);
});

await t.test('a shadow finding is stored once and gains members only', async (t) => {
  const { subject_kind, subject_id, level, episode, reasons } = finding;
  const shadow: ShadowFinding = {
    ...{ challenger: 'challenger', version: 'v1', verdict: 'raised', subject_kind, subject_id },
    ...{ level, episode, reasons, raised_at: 1_700_000_000_123, requests_seen: 40 },
    ...{ score: 2, live_score: 1, live_level: null, member_ids: [] },
  };
  const write = (...given: ShadowFinding[]) =>
    inTransaction(pool, (client) => upsertShadowFindings(client, given));
  const group = { ...shadow, subject_kind: 'campaign' as const, subject_id: 'group:x' };
  await write(shadow, { ...group, member_ids: ['c', 'a'] }, { ...group, member_ids: ['b'] });
  const read = async () =>
    (
      await pool.query(
        `select subject_id, score, member_ids from shadow_findings order by shadow_finding_id`,
      )
    ).rows as unknown[];
  const first = await read();
  t.match(first, [{ subject_id: 'acct-1', score: 2 }, { member_ids: ['c', 'a', 'b'] }]);
  await write({ ...shadow, score: 9, raised_at: 1 }, { ...group, member_ids: ['a'] });
  t.same(await read(), first);
  await write({ ...group, score: 9, member_ids: ['d', 'a'] });
  t.match((await read())[1], { score: 2, member_ids: ['a', 'b', 'c', 'd'] });
  await write({ ...shadow, version: 'v2' }, { ...shadow, verdict: 'missed' });
  t.equal((await read()).length, 4);
  t.equal((await pool.query('select 1 from alerts where score = 2')).rowCount, 0, 'raises nothing');
});

await t.test('a later account record replaces the fields that it names', async (t) => {
  await upsertAccounts(pool, [
    { account_id: 'a', plan: 'free', verified: false },
    { account_id: 'a', org_id: 'org\0' },
  ]);
  await upsertAccounts(pool, [
    { account_id: 'a', plan: 'pro', created_at: '2026-01-02T03:04:05+01:00' },
  ]);
  t.match(await findAccount(pool, 'a'), {
    ...{ plan: 'pro', verified: false, org_id: 'org\ufffd', segment: null },
    created_at: '2026-01-02T02:04:05.000Z',
  });
});

/** The horizon once everything before now is behind it: other tests' transactions on this server hold it back. */
async function horizonOfNow(): Promise<string> {
  const { rows } = await pool.query<{ now: string }>(
    'select pg_snapshot_xmax(pg_current_snapshot())::text as now',
  );
  return rows[0]?.now ?? '0';
}

/** The horizon that workers read, as soon as nothing older than `least` holds it back. */
async function horizonBeyond(least: string): Promise<string> {
  for (;;) {
    const horizon = await readChangeHorizon(pool);
    if (BigInt(horizon) >= BigInt(least)) return horizon;
  }
}

await t.test('digests', async (t) => {
  const digest = (accountId: string, ticks: number, text: string) => ({
    ...{ accountId, tickAt: ticks * hour, bytes: Buffer.from(text) },
  });
  const write = (...given: ReturnType<typeof digest>[]) =>
    inTransaction(pool, (client) => upsertAccountDigests(client, given));
  const shown = (rows: readonly { accountId: string; tickAt: number; bytes: Uint8Array }[]) =>
    rows.map((row) => `${row.accountId}${row.tickAt / hour}${Buffer.from(row.bytes).toString()}`);

  await write(digest('b', 1, 'x'), digest('a', 2, 'x'), digest('a', 1, 'x'));
  t.same(await readDigestSpan(pool, hour), { nextTickAt: 2 * hour, lastTickAt: 2 * hour });
  const since = await horizonOfNow();
  const range = { closedTickAt: hour, upToTickAt: 2 * hour, since };
  t.same(shown(await listChangedDigests(pool, range)), ['a2x']);

  await t.test(
    'that change late are found, also when they began before the last reading',
    async (t) => {
      const slow = await pool.connect();
      await slow.query('begin');
      await upsertAccountDigests(slow, [digest('b', 1, 'y')]);
      await write(digest('a', 1, 'x'), digest('c', 1, 'z'));
      const horizon = await horizonBeyond(since);
      t.same(shown(await listChangedDigests(pool, range)), ['c1z', 'a2x']);
      await slow.query('commit');
      slow.release();
      t.same(shown(await listChangedDigests(pool, { ...range, since: horizon })), [
        'b1y',
        'c1z',
        'a2x',
      ]);
      t.same(shown(await listLatestDigests(pool, { upToTickAt: hour, horizon: since })), ['a1x']);
    },
  );

  await t.test('go when they are superseded', async (t) => {
    await inTransaction(pool, (client) => deleteSupersededDigests(client, [digest('a', 2, 'x')]));
    const horizon = await horizonOfNow();
    t.same(shown(await listLatestDigests(pool, { upToTickAt: 9 * hour, horizon })), [
      'b1y',
      'c1z',
      'a2x',
    ]);
  });
});

await t.test('a campaign is stored as it now is', async (t) => {
  const campaign = {
    ...{
      campaignId: 'c-1',
      mergedInto: null,
      level: 'review' as const,
      score: 3.5,
      firstSeenAt: 5,
    },
    members: [{ accountId: 'a', confidence: 0.5, reasons: finding.reasons }],
    links: [{ family: 'template', trait: 'ab12', accounts: 4, rarity: 2.5 }],
  };
  await inTransaction(pool, (client) => replaceCampaigns(client, [campaign]));
  const merged = { ...campaign, campaignId: 'c-0', mergedInto: 'c-1', members: [], links: [] };
  const grown = { ...campaign, members: [{ accountId: 'b', confidence: 1, reasons: [] }] };
  await inTransaction(pool, (client) => replaceCampaigns(client, [campaign, grown, merged]));
  t.same(await listStoredCampaigns(pool), [merged, grown]);
});

await t.test('the partition count is fixed with the instance', async (t) => {
  await ensurePartitionCount(pool, 8);
  await ensurePartitionCount(pool, 8);
  await t.rejects(ensurePartitionCount(pool, 4), { code: 'partition_count_mismatch' });
});
