import t from 'tap';
import { orderOf, startDesk, type DeskCase } from '../../support/case-desk.ts';
import { campaignOf, storeEvidence } from '../../support/sample-evidence.ts';
import { startStores } from '../../support/stores.ts';

const stores = await startStores(t);
const { post, openCase, read } = await startDesk(t, stores);

interface Outcomes {
  readonly items: readonly {
    readonly case_id: string;
    readonly decision: { readonly id: string; readonly state: string } | null;
    readonly refusal: { readonly code: string } | null;
  }[];
}

let keys = 0;
function bulkOf(cases: readonly DeskCase[], accounts: number, given: object = {}) {
  keys += 1;
  const { version: _version, ...order } = orderOf({ version: 0 });
  return {
    ...order,
    ...{ accounts, action: 'watch', deserved_review: 'yes', idempotency_key: `bulk-${keys}` },
    cases: cases.map(({ id, version }) => ({ id, version })),
    ...given,
  };
}
const decide = async (body: ReturnType<typeof bulkOf>) =>
  (await post('lead', '/api/cases/bulk-decisions', body)).json<Outcomes>();

const members = ['m1', 'm2', 'm3'].map((accountId) => ({
  ...{ accountId, confidence: 0.9, reasons: [] },
}));
await storeEvidence(stores.pool, { campaigns: [campaignOf('c-bulk', { members })] });

await t.test('first says how many accounts and how much of the traffic it touches', async (t) => {
  const cases = [await openCase('m1'), await openCase('acct_x'), await openCase('c-bulk', true)];
  await openCase('acct_y');
  const stakes = await post('lead', '/api/cases/bulk-preview', {
    cases: cases.map(({ id }) => id),
  });
  t.same(stakes.json(), { cases: 3, accounts: 4, requests: 360, request_share: 0.75 });
});

await t.test(
  'each case stands or is refused by itself, and a repeat changes nothing',
  async (t) => {
    const [good, taken, changed] = [
      await openCase('b_good'),
      await openCase('b_taken'),
      await openCase('b_changed'),
    ];
    await post('reviewer', `/api/cases/${taken.id}/claim`);
    await post('reviewer', `/api/cases/${changed.id}/notes`, { text: 'wait' });
    const body = bulkOf([good, taken, changed], 3);
    const first = await decide(body);
    t.match(first.items, [
      { case_id: good.id, decision: { state: 'in_force' }, refusal: null },
      { case_id: taken.id, decision: null, refusal: { code: 'case_claimed' } },
      { case_id: changed.id, decision: null, refusal: { code: 'case_changed' } },
    ]);
    const again = await decide(body);
    t.equal(again.items[0]?.decision?.id, first.items[0]?.decision?.id);
    t.match(await read(good.id), { status: 'closed', outcome: 'watch' });
  },
);

await t.test(
  'six suspensions together wait for a second person, as one of six would',
  async (t) => {
    const cases = await Promise.all([1, 2, 3, 4, 5, 6].map((n) => openCase(`s_${n}`)));
    const { items } = await decide(bulkOf(cases, 6, { action: 'suspend_account' }));
    t.same(
      items.map(({ decision }) => decision?.state),
      cases.map(() => 'pending'),
    );
    const few = await Promise.all([1, 2, 3, 4, 5].map((n) => openCase(`f_${n}`)));
    const five = await decide(bulkOf(few, 5, { action: 'suspend_account' }));
    t.same(
      five.items.map(({ decision }) => decision?.state),
      few.map(() => 'in_force'),
    );
  },
);

await t.test('nothing is decided when it would touch more than was shown', async (t) => {
  const fleet = await openCase('c-bulk', true);
  const answer = await post('lead', '/api/cases/bulk-decisions', bulkOf([fleet], 2));
  t.match([answer.statusCode, answer.json()], [409, { code: 'accounts_unsuitable' }]);
  const suspended = await decide(bulkOf([fleet], 3, { action: 'suspend_account' }));
  t.match(suspended.items, [{ decision: { action: 'suspend_campaign_members' } }]);
});
