import t from 'tap';
import { upsertAccountDigests } from '../../../services/storage/account-digests.ts';
import { inTransaction } from '../../../services/storage/transaction.ts';
import { renewTombstones } from '../../../workers/correlate/renew-tombstones.ts';
import { orderOf, startDesk, type DeskCase } from '../../support/case-desk.ts';
import { campaignOf, storeEvidence } from '../../support/sample-evidence.ts';
import { startStores } from '../../support/stores.ts';
import { bankOf, digestOf } from '../detection/campaigns/traffic.ts';

const stores = await startStores(t);
const { post, openCase } = await startDesk(t, stores);
const { pool } = stores;

const digests = ['acct_a', 'acct_b', 'acct_c', 'acct_d', 'acct_e', 'acct_f'].map((accountId) =>
  digestOf({ accountId, prompts: bankOf(1, 0, 30), payment: `card-${accountId}` }),
);
await inTransaction(pool, (client) => upsertAccountDigests(client, digests));

const marked = async () => [
  ...new Set((await renewTombstones(pool)).map(({ accountId }) => accountId)),
];

async function decide(subjectId: string, given: Parameters<typeof orderOf>[1], isCampaign = false) {
  const found = await openCase(subjectId, isCampaign);
  const answer = await post('lead', `/api/cases/${found.id}/decisions`, orderOf(found, given));
  return answer.json<DeskCase>();
}

await t.test('only a suspension that is in force marks the traits of its accounts', async (t) => {
  await decide('acct_a', { action: 'throttle' });
  t.same(await marked(), []);
  const { id } = await decide('acct_b', {});
  t.same(await marked(), ['acct_b']);
  const before = await renewTombstones(pool);
  t.ok(before.every(({ setAt }) => Math.abs(setAt - Date.now()) < 60_000));
  t.same(await renewTombstones(pool), before, 'again changes nothing');

  const why = { policy_clause: 'terms 9', reason: 'a mistake', idempotency_key: 'undo' };
  await post('lead', `/api/decisions/${id}/undo`, why);
  t.same(await marked(), [], 'lifted, it leaves no mark');
});

await t.test('a suspension of many marks nothing before its second person', async (t) => {
  const members = digests.map(({ accountId }) => ({ accountId, confidence: 0.9, reasons: [] }));
  await storeEvidence(pool, { campaigns: [campaignOf('c-1', { members })] });
  const suspension = { action: 'suspend_campaign_members', min_confidence: 0.5 };
  const { id } = await decide('c-1', suspension, true);
  t.same(await marked(), []);
  await post('admin', `/api/decisions/${id}/approval`, { verdict: 'approved', reason: 'yes' });
  t.same((await marked()).sort(), members.map(({ accountId }) => accountId).sort());
});
