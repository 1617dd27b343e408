import t from 'tap';
import {
  campaignOf,
  findingOf,
  shadowFindingOf,
  storeEvidence,
} from '../../support/sample-evidence.ts';
import { startReview } from '../../support/start-review.ts';
import { startStores } from '../../support/stores.ts';

interface Listed {
  readonly items: readonly Readonly<Record<string, unknown>>[];
  readonly next: string | null;
}

await t.test('what a challenger would have done', async (t) => {
  const stores = await startStores(t);
  const { app, addKey, signIn } = await startReview(t, stores);
  const authorization = `Bearer ${await addKey('api')}`;
  const get = async (url: string) =>
    (await app.inject({ url, headers: { authorization } })).json<Listed>();
  const cookie = await signIn();
  const open = async (url: string) =>
    (await app.inject({ url, headers: { accept: 'text/html', cookie } })).body;

  await t.test('is nothing at first, and nobody outside sees it', async (t) => {
    t.match(await open('/shadow'), /No shadow findings/);
    t.same(await get('/api/shadow-findings'), { items: [], next: null });
    t.match((await app.inject('/api/challengers')).json(), { code: 'unauthenticated' });
    t.equal((await app.inject('/shadow')).statusCode, 303);
  });

  // Live flags both, alone and late by themselves, and acct_a and acct_m as members.
  await storeEvidence(stores.pool, {
    findings: [
      findingOf('both', 1),
      findingOf('alone', 1),
      findingOf('late', 1),
      findingOf('before', -9),
    ],
    campaigns: [campaignOf('c1')],
    shadow: [
      shadowFindingOf('both', 1),
      shadowFindingOf('both', 2, { level: 'act', score: 9 }),
      shadowFindingOf('more', 3),
      shadowFindingOf('alone', 1, { verdict: 'missed', live_level: 'review' }),
      shadowFindingOf('late', 1, { verdict: 'missed', live_level: 'review' }),
      shadowFindingOf('late', 4),
      shadowFindingOf('group:system:00c0ffee', 5, {
        ...{ subject_kind: 'campaign', member_ids: ['acct_a', 'acct_m', 'acct_n'] },
      }),
      shadowFindingOf('both', 0, { challenger: 'template-pool', version: 'v2' }),
    ],
  });

  await t.test('is counted in accounts, against what live has raised meanwhile', async (t) => {
    const counts = ({ challenger, version, ...rest }: Readonly<Record<string, unknown>>) => [
      ...[challenger, version, rest['flagged_by_both'], rest['flagged_by_live_alone']],
      rest['flagged_by_challenger_alone'],
    ];
    t.same((await get('/api/challengers')).items.map(counts), [
      ['challenger', '0123456789ab', 4, 1, 2],
      ['template-pool', 'v2', 1, 0, 0],
    ]);
    const page = await open('/shadow');
    t.match(page, /data-qa="both">4<[^]*data-qa="more">2<[^]*data-qa="less">1</);
  });

  await t.test('is listed newest first, page by page, by what one asks for', async (t) => {
    const first = await get('/api/shadow-findings?limit=2');
    t.match(first.items, [
      { subject_id: 'group:system:00c0ffee', member_ids: ['acct_a', 'acct_m', 'acct_n'] },
      { subject_id: 'late', verdict: 'raised', score: 2.5, live_score: 1.25, live_level: null },
    ]);
    const rest = await get(`/api/shadow-findings?cursor=${first.next ?? ''}`);
    t.match(rest, { items: { length: 6 }, next: null });
    const missed = await get('/api/shadow-findings?verdict=missed&challenger=challenger');
    t.same(missed.items.map(({ subject_id }) => subject_id).toSorted(), ['alone', 'late']);
    t.match(await get('/api/shadow-findings?verdict=maybe'), { code: 'query_invalid' });
  });

  await t.test('is shown with its reasons and leads to the subject', async (t) => {
    const page = await open('/shadow?challenger=challenger&version=0123456789ab');
    t.match(page, /Would raise act[^]*href="\/accounts\/both"[^]*One template with fresh slots/);
    t.match(page, /Would not raise review/);
    t.match(page, /group:system:00c0ffee[^]*3 accounts/);
    t.notMatch(page, /href="\/campaigns\/group/);
    t.match(await open('/shadow'), /template pool|Template pool|\(template-pool\)/i);
  });

  await t.test('raises nothing', async (t) => {
    t.equal((await get('/api/alerts?account_id=more')).items.length, 0);
    t.equal((await stores.pool.query('select 1 from cases')).rowCount, 4);
  });
});
