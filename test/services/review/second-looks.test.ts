import t from 'tap';
import { orderOf, startDesk } from '../../support/case-desk.ts';
import { startStores } from '../../support/stores.ts';

const stores = await startStores(t);
const { app, cookies, post, get, openCase } = await startDesk(t, stores);

interface Next {
  readonly look: { readonly case_id: string; readonly alerts: readonly object[] } | null;
}
interface Detectors {
  readonly items: readonly { readonly detector: string; readonly source: string }[];
}

async function close(accountId: string, label: string) {
  const found = await openCase(accountId);
  const order = orderOf(found, { action: 'watch', deserved_review: label, reason: 'SECRET WORD' });
  await post('lead', `/api/cases/${found.id}/decisions`, order);
  return found.id;
}

const ids = [
  await close('acct_1', 'yes'),
  await close('acct_2', 'yes'),
  await close('acct_3', 'no'),
];

await t.test('precision by the labels of those who decided, with the exact interval', async (t) => {
  const { items } = await get<Detectors>('/api/detectors');
  t.same(items, [
    {
      ...{ detector: 'template-reuse', source: 'close', unsure: 0, deserved: 2, labelled: 3 },
      ...{ precision: 0.666667, low: 0.094299, high: 0.991596 },
    },
  ]);
});

await t.test('a second look is blind, and nobody looks at what they had a hand in', async (t) => {
  t.same(await get<Next>('/api/second-looks/next', 'lead'), { look: null });
  const { look } = await get<Next>('/api/second-looks/next', 'reviewer');
  t.ok(ids.includes(look?.case_id ?? ''));
  t.same(await get('/api/second-looks/next', 'reviewer'), { look }, 'nobody draws until it suits');
  t.notMatch(JSON.stringify(look), /SECRET|watch|acct_lead|decid/);
  const page = await app.inject({ url: '/second-look', headers: { cookie: cookies.reviewer } });
  t.match(page.body, /Did this deserve review/);
  t.notMatch(page.body, /SECRET|acct_\d|\/cases\/\d/, 'neither the decision nor a way to it');
});

await t.test('a look makes one label, and the next case comes', async (t) => {
  const { look } = await get<Next>('/api/second-looks/next', 'reviewer');
  const url = `/api/second-looks/${look?.case_id ?? ''}`;
  const own = await post('lead', url, { deserved_review: 'no' });
  t.match([own.statusCode, own.json()], [409, { code: 'look_unavailable' }]);
  const answers = await Promise.all(
    (['reviewer', 'admin', 'reviewer'] as const).map((role) =>
      post(role, url, { deserved_review: 'no' }),
    ),
  );
  t.same(answers.map(({ statusCode }) => statusCode).sort(), [204, 409, 409]);
  t.not((await get<Next>('/api/second-looks/next', 'reviewer')).look?.case_id, look?.case_id);
  const { items } = await get<Detectors>('/api/detectors');
  t.match(items, [{ source: 'close' }, { source: 'second_look', deserved: 0, labelled: 1 }]);
});
