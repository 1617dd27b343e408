import t from 'tap';
import { showRate } from '../../../services/review/pages/show-calibration.ts';
import { campaignOf, findingOf, storeEvidence, wholly } from '../../support/sample-evidence.ts';
import { startReview } from '../../support/start-review.ts';
import { startStores } from '../../support/stores.ts';

const html = { accept: 'text/html' };

await t.test('the console', async (t) => {
  const stores = await startStores(t);
  const { app, signIn } = await startReview(t, stores);
  const post = (url: string, fields: Record<string, string>, headers: object = {}) =>
    app.inject({
      method: 'POST',
      url,
      headers: { ...html, 'content-type': 'application/x-www-form-urlencoded', ...headers },
      payload: new URLSearchParams(fields).toString(),
    });
  const cookie = await signIn();
  const open = (url: string) => app.inject({ url, headers: { ...html, cookie } });

  await t.test('asks for a sign-in and leads back', async (t) => {
    const away = await app.inject({ url: '/accounts/a?x=1', headers: html });
    t.match(away, {
      statusCode: 303,
      headers: { location: '/sign-in?next=%2Faccounts%2Fa%3Fx%3D1' },
    });
    t.match((await app.inject(`${away.headers.location}`)).body, /value="\/accounts\/a\?x=1"/);
    const good = { email: 'Ada@example.com', password: 'correct horse battery' };
    const back = await post('/sign-in', { ...good, next: '/campaigns' });
    t.match(back, { statusCode: 303, headers: { location: '/campaigns' } });
    t.match(back.cookies, [{ httpOnly: true, sameSite: 'Lax', path: '/' }]);
    for (const next of ['//evil.example', '/\\evil.example', 'https://evil.example']) {
      t.match((await post('/sign-in', { ...good, next })).headers, { location: '/' }, next);
    }
  });

  await t.test('refuses wrong passwords in one message, and after ten of them any', async (t) => {
    const unknown = await post('/sign-in', { email: 'eve@example.com', password: 'guess' });
    t.equal(unknown.statusCode, 401);
    t.match(unknown.body, /Address or password is wrong/);
    for (let tries = 1; tries < 10; tries += 1) {
      await post('/sign-in', { email: 'eve@example.com', password: 'guess' });
    }
    t.equal((await post('/sign-in', { email: 'EVE@example.com', password: 'x' })).statusCode, 429);
  });

  await t.test('shows that there is nothing yet', async (t) => {
    t.match((await open('/')).body, /No alerts yet/);
    t.match((await open('/campaigns')).body, /No campaigns/);
  });

  const rare = { baseline: 'v', p: 1 / 700, is_bound: false, accounts: 3412, undecided: 2 };
  const claimed = { segment: 'batch', verified: false, contradicted: true } as const;
  const hostile = '<script>alert(1)</script>';
  await storeEvidence(stores.pool, {
    findings: [
      findingOf('acct_a', 1, {
        level: 'act',
        visibility: wholly(120, { readable_share: 0.48 }),
      }),
      findingOf(hostile, 2, { stated_rate: rare, declared_client: claimed }),
      findingOf('c1', 3, { subject_kind: 'campaign', campaign_id: 'c1' }),
      ...Array.from({ length: 30 }, (_, index) => findingOf(`acct_${index}`, -index)),
    ],
    campaigns: [campaignOf('c1'), campaignOf('c0', { mergedInto: 'c1' })],
  });

  await t.test(
    'shows evidence in words with its numbers, and escapes what came from outside',
    async (t) => {
      const { body, headers } = await open('/');
      t.match(body, /One template with fresh slots/);
      t.match(body, /measured <b>0\.97<\/b>, speaks from 0\.5/);
      t.match(body, /in campaign <a href="\/campaigns\/c1"/);
      t.match(body, /Content of 48 % of the requests was readable; the evidence rests on these/);
      t.equal(body.match(/data-qa="limits"/g)?.length, 1, 'nothing is said where all was seen');
      t.match(body, /&lt;script&gt;/);
      t.notMatch(body, /<script(?! src="\/assets\/console\.js" defer><\/script>)/);
      t.notMatch(body, / style=/);
      t.match(headers['content-security-policy'], /default-src 'none'/);
      t.match(headers['cache-control'], 'no-store');
    },
  );

  await t.test(
    'says in a sentence how rare a score is, and that a declaration is wrong',
    async (t) => {
      const { body } = await open(`/accounts/${encodeURIComponent(hostile)}`);
      t.match(body, /about 1 in 700 scores this high; learned from 3,412 accounts/);
      t.match(body, /2 flagged product accounts that do are not decided yet/);
      t.match(body, /Declared as batch, but its requests have the shape of a product account/);
      const fresh = (await open('/accounts/acct_a')).body;
      t.match(
        fresh,
        /Not yet calibrated on this instance&#39;s traffic\. Verified and declared as rag/,
      );
      t.equal(
        showRate('chat', { ...rare, p: 1 / 3413, is_bound: true, undecided: 0 }),
        'Of 3,412 honest chat accounts learned from, none scores this high.',
      );
      t.match(
        showRate('agent', { ...rare, p: 1, accounts: 0 }),
        /No honest agent account was learned/,
      );
    },
  );

  await t.test('filters and pages', async (t) => {
    const act = (await open('/?level=act&account_id=')).body;
    t.equal(act.match(/data-qa="alert"/g)?.length, 1);
    t.match((await open('/?account_id=nobody')).body, /No alert matches/);
    const [, next = ''] =
      /href="([^"]+)" rel="next"/.exec((await open('/?level=review')).body) ?? [];
    const second = (await open(next.replaceAll('&amp;', '&'))).body;
    t.equal(second.match(/data-qa="alert"/g)?.length, 7);
  });

  await t.test('opens accounts and campaigns, and sends merged campaigns on', async (t) => {
    t.match((await open('/accounts/acct_a')).body, /data-qa="membership"[^]*90 %[^]*system prompt/);
    t.match((await open('/accounts/acct_m')).body, /No alert of its own/);
    t.match((await open('/campaigns/c1')).body, /acct_m[^]*60 %/);
    t.match((await open('/campaigns/c0')).headers, { location: '/campaigns/c1' });
    t.match((await open(`/accounts/${encodeURIComponent(hostile)}`)).statusCode, 200);
  });

  await t.test('shows errors as pages to browsers and as JSON to programs', async (t) => {
    const page = await open('/accounts/nobody');
    t.match(page, { statusCode: 404, headers: { 'content-type': /text\/html/ } });
    t.match(page.body, /No such account[^]*not_found/);
    t.match((await open('/nowhere')).body, /data-qa="error"/);
    t.match((await open('/api/nowhere')).json(), { code: 'not_found' });
    t.match((await open('/?cursor=x')).body, /query_invalid/);
  });

  await t.test('takes no form from another site, and signs out', async (t) => {
    for (const headers of [
      { 'sec-fetch-site': 'cross-site' },
      { origin: 'https://evil.example' },
    ]) {
      const answer = await post('/sign-out', {}, { ...headers, cookie });
      t.equal(answer.statusCode, 403);
    }
    t.equal((await open('/')).statusCode, 200);
    t.match(await post('/sign-out', {}, { cookie }), {
      statusCode: 303,
      headers: { location: '/sign-in' },
    });
    t.equal((await open('/')).statusCode, 303);
  });
});
