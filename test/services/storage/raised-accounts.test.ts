import t from 'tap';
import type { Finding } from '../../../services/contracts/finding.ts';
import { insertAlerts } from '../../../services/storage/alerts.ts';
import { listRaisedAccounts } from '../../../services/storage/raised-accounts.ts';
import { inTransaction } from '../../../services/storage/transaction.ts';
import { wholly } from '../../support/sample-evidence.ts';
import { startStores } from '../../support/stores.ts';

const { pool } = await startStores(t);
const tickAt = 1_700_000_000_000;

function raised(subject_id: string, rest: Partial<Finding> = {}): Finding {
  return {
    subject_kind: 'account',
    subject_id,
    campaign_id: null,
    level: 'review',
    episode: 1,
    raised_at: tickAt,
    first_event_at: 1_699_000_000_000,
    last_event_at: 1_700_000_000_000,
    requests_seen: 40,
    score: 4.5,
    reasons: [],
    sample_event_ids: [],
    visibility: wholly(40),
    client_class: 'product',
    declared_client: { segment: null, verified: false, contradicted: false },
    stated_rate: null,
    ...rest,
  };
}

t.test(
  'the levels that accounts were raised to until then are listed once, campaigns are not',
  async (t) => {
    t.same(await listRaisedAccounts(pool, tickAt), []);
    await inTransaction(pool, (client) =>
      insertAlerts(client, [
        raised('acct-1'),
        raised('acct-1', { level: 'act' }),
        raised('acct-1', { episode: 2 }),
        raised('acct-2'),
        raised('acct-2', { level: 'act', raised_at: tickAt + 1 }),
        raised('cmp-1', { subject_kind: 'campaign', campaign_id: 'cmp-1' }),
      ]),
    );
    const listed = await listRaisedAccounts(pool, tickAt);
    t.same(listed.map(({ accountId, level }) => `${accountId} ${level}`).toSorted(), [
      'acct-1 act',
      'acct-1 review',
      'acct-2 review',
    ]);
    t.equal((await listRaisedAccounts(pool, tickAt + 1)).length, 4);
    await pool.query("update cases set status = 'closed', closed_at = now()");
    t.equal((await listRaisedAccounts(pool, tickAt)).length, 3, 'closing a case forgets no level');
  },
);
