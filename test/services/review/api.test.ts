import t from 'tap';
import { partitionKeys } from '../../../services/queue/keys.ts';
import { partitionOf } from '../../../services/queue/partition-of.ts';
import { upsertAccounts } from '../../../services/storage/accounts.ts';
import { createEngine } from '../../../workers/detection/create-engine.ts';
import { loadDetection } from '../../../workers/load-detection.ts';
import {
  campaignOf,
  findingOf,
  firstAt,
  storeEvidence,
  wholly,
} from '../../support/sample-evidence.ts';
import { startReview } from '../../support/start-review.ts';
import { startStores } from '../../support/stores.ts';

interface Listed {
  readonly items: readonly { id: string; campaign_id?: string | null }[];
  readonly next: string | null;
}

await t.test('the staff API', async (t) => {
  const stores = await startStores(t);
  const { app, redis, partitions, addKey } = await startReview(t, stores);
  const authorization = `Bearer ${await addKey('api')}`;
  const get = async (url: string) => app.inject({ url, headers: { authorization } });
  const list = async (url: string) => (await get(url)).json<Listed>();
  const idsOf = (page: Listed) => page.items.map(({ id }) => id);

  await t.test('needs a session or a key of scope api', async (t) => {
    t.match((await app.inject('/api/alerts')).json(), { code: 'unauthenticated' });
    const ingest = { authorization: `Bearer ${await addKey('ingest')}` };
    const answer = await app.inject({ url: '/api/alerts', headers: ingest });
    t.equal(answer.statusCode, 403);
    t.match(answer.json(), { code: 'scope_forbidden' });
    t.same((await get('/api/alerts')).json(), { items: [], next: null });
  });

  await storeEvidence(stores.pool, {
    findings: [
      findingOf('acct_a', 1),
      findingOf('acct_a', 1, { level: 'act', score: 9 }),
      findingOf('acct_b', 2, { visibility: wholly(120, { readable_share: 0.48 }) }),
      findingOf('c-old', 3, { subject_kind: 'campaign', campaign_id: 'c-old' }),
      findingOf('c-new', 4, { subject_kind: 'campaign', campaign_id: 'c-new' }),
    ],
    campaigns: [campaignOf('c-old'), campaignOf('c-new', { mergedInto: 'c-old' })],
  });

  await t.test('lists alerts newest first, page by page', async (t) => {
    const expected = [
      'campaign:c-new:review:1',
      'campaign:c-old:review:1',
      'account:acct_b:review:1',
      'account:acct_a:act:1',
      'account:acct_a:review:1',
    ];
    t.same(idsOf(await list('/api/alerts')), expected);
    const walked: string[] = [];
    let next: string | null = '';
    while (next !== null) {
      const page: Listed = await list(`/api/alerts?limit=2${next === '' ? '' : `&cursor=${next}`}`);
      walked.push(...idsOf(page));
      next = page.next;
    }
    t.same(walked, expected);
  });

  await t.test('gives an alert with its reasons and times', async (t) => {
    const { items } = (await get('/api/alerts?account_id=acct_a&level=act')).json<Listed>();
    t.match(items, [
      {
        id: 'account:acct_a:act:1',
        account_id: 'acct_a',
        campaign_id: 'c-old',
        level: 'act',
        score: 9,
        raised_at: '2026-03-02T10:01:00.000Z',
        first_event_at: '2026-03-01T10:00:00.000Z',
        reasons: [{ detector: 'declared-end-users' }, { evidence_weight: 2.9 }],
        client_class: 'product',
        declared_client: { segment: 'rag', verified: true, contradicted: false },
        stated_rate: null,
      },
    ]);
  });

  await t.test(
    'filters by campaign, merged ones and members included, and since a time',
    async (t) => {
      t.same(idsOf(await list('/api/alerts?campaign_id=c-old')).length, 4);
      t.same((await list('/api/alerts?campaign_id=c-old')).items[0]?.campaign_id, 'c-old');
      const since = encodeURIComponent('2026-03-02T11:02:00+01:00');
      t.same(idsOf(await list(`/api/alerts?since=${since}&level=review`)).length, 3);
      t.same(await list('/api/alerts?account_id=nobody'), { items: [], next: null });
    },
  );

  await t.test('says with each alert what it could rest on', async (t) => {
    const { items } = await list('/api/alerts?account_id=acct_b');
    const seen = { readable_share: 0.48, sampled_share: 0, estimated_requests: 120 };
    t.match(items, [{ visibility: { ...seen, lag_seconds: Number } }]);
    await stores.pool.query(
      `update alerts set visibility = null, created_at = last_event_at + interval '90 minutes'
       where account_id = 'acct_b'`,
    );
    t.match((await get('/api/accounts/acct_b')).json(), { alerts: [{ visibility: null }] });
  });

  await t.test('refuses queries that it cannot read, by code', async (t) => {
    for (const query of [
      'limit=0',
      'limit=501',
      'limit=x',
      'level=none',
      'since=today',
      'cursor=xyz',
    ]) {
      const answer = await get(`/api/alerts?${query}`);
      t.equal(answer.statusCode, 400, query);
      t.match(answer.json(), { code: 'query_invalid', message: String }, query);
    }
    t.match((await get('/api/nothing')).json(), { code: 'not_found' });
  });

  await t.test('gives a campaign with members and links, and sends a merged one on', async (t) => {
    t.match((await get('/api/campaigns/c-old')).json(), {
      id: 'c-old',
      members: [{ account_id: 'acct_a', confidence: 0.9 }, { account_id: 'acct_m' }],
      links: [
        { trait: 'system:00c0ffee', reason: /2 accounts send the same system prompt, .*in 50/ },
      ],
    });
    const moved = await get('/api/campaigns/c-new');
    t.match(moved, { statusCode: 308, headers: { location: '/api/campaigns/c-old' } });
    t.match(await list('/api/campaigns'), { items: [{ id: 'c-old', members: 2 }], next: null });
    t.equal((await get('/api/campaigns/none')).statusCode, 404);
  });

  await t.test('lists a case for each subject, with the alerts of it', async (t) => {
    const { items } = await list('/api/cases?status=open');
    t.equal(items.length, 4);
    const [newest] = items;
    t.match((await get(`/api/cases/${newest?.id ?? ''}`)).json(), { status: 'open', alerts: [{}] });
    t.match((await get('/api/cases/none')).json(), { code: 'not_found' });
  });

  await t.test('gives an account with record, profile, alerts and links', async (t) => {
    await upsertAccounts(stores.pool, [{ account_id: 'acct_a', plan: 'scale', verified: false }]);
    const engine = createEngine(await loadDetection());
    engine.load('acct_a', null);
    const occurredAt = new Date(firstAt).toISOString();
    const event = { event_id: 'e', occurred_at: occurredAt, account_id: 'acct_a', model: 'm' };
    engine.applyEvent(event, firstAt);
    const [, bytes] = engine.drain().profiles[0] ?? [];
    const { profiles } = partitionKeys(partitionOf('acct_a', partitions));
    await redis.hset(profiles, 'acct_a', Buffer.from(bytes ?? []));
    t.match((await get('/api/accounts/acct_a')).json(), {
      account_id: 'acct_a',
      account: { plan: 'scale', verified: false, org_id: null },
      profile: { requests: 1, first_event_at: occurredAt },
      alerts: [{ level: 'act' }, { level: 'review' }],
      links: [{ campaign_id: 'c-old', shared: [{ family: 'system' }] }],
      decisions: [],
    });
    t.match((await get('/api/accounts/acct_m')).json(), { account: null, profile: null });
    t.match((await get('/api/accounts/nobody')).json(), { code: 'not_found' });
  });

  await t.test('describes itself, openly', async (t) => {
    const document = (await app.inject('/api/openapi.json')).json<{ paths: object }>();
    for (const path of [
      '/api/alerts',
      '/api/accounts/{id}',
      '/api/campaigns',
      '/api/campaigns/{id}',
      '/api/cases',
      '/api/cases/{id}',
      '/api/cases/{id}/decisions',
      '/api/shadow-findings',
    ])
      t.ok(path in document.paths, path);

    t.match((await app.inject('/api/docs')).body, /GET[^]*\/api\/alerts[^]*campaign_id/);
  });
});
