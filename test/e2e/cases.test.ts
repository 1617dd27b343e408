import t from 'tap';
import { openPage } from '../support/browser-page.ts';
import { findChromium, startBrowser } from '../support/browser-pipe.ts';
import { orderOf, type DeskCase } from '../support/case-desk.ts';
import { findViolations } from '../support/find-violations.ts';
import { startLiveDesk } from '../support/live-desk.ts';
import { staffOf } from '../support/start-review.ts';

const binary = findChromium();

type Listed = DeskCase & {
  readonly account_id: string | null;
  readonly campaign_id: string | null;
};

await t.test('the work on cases in a browser, on traffic that was posted', async (t) => {
  if (binary === undefined) {
    t.fail('There is no Chromium: set CHROMIUM_PATH or install one.');
    return;
  }
  const { home, stores, post, get, read, signOutAll } = await startLiveDesk(t);
  const page = await openPage(await startBrowser(t, binary));
  const path = () => page.evaluate<string>('location.pathname');
  const caseId = async () => (await path()).split('/')[2] ?? '';
  const signIn = async (role: 'lead' | 'reviewer') => {
    const { email, password } = staffOf(role);
    await page.open(`${home}/sign-in`);
    await page.type('Email', email);
    await page.type('Password', password);
    await page.follow(() => page.press('Enter'));
  };
  const queue = async () => (await get<{ items: Listed[] }>('/api/cases?order=harm')).items;
  const focusIs = (name: string) =>
    page.evaluate<boolean>(`document.activeElement.name === ${JSON.stringify(name)}`);
  /** One of each page, with something on it. */
  const listPages = async () => {
    const [found] = await queue();
    const closed = (await get<{ items: Listed[] }>('/api/cases?status=closed')).items;
    const fleet = closed.find((each) => each.campaign_id !== null);
    const account = closed.find((each) => each.account_id !== null);
    if (!found || !fleet || !account) throw new Error('the cases are not as they should be');
    const work = ['/cases', '/cases?state=waiting', `/cases/${found.id}`, `/cases/${fleet.id}`];
    const records = ['/decisions', '/decisions?pending=yes', '/audit', '/shadow', '/api/docs'];
    const subjects = [
      `/campaigns/${String(fleet.campaign_id)}`,
      `/accounts/${String(account.account_id)}`,
    ];
    return [
      '/',
      '/search?q=acct',
      '/detectors',
      '/second-look',
      '/campaigns',
      '/no-such-page',
      '/allow-list',
      ...work,
      ...records,
      ...subjects,
    ];
  };
  await signIn('lead');

  await t.test('from an alert to its case', async (t) => {
    await page.open(`${home}/`);
    await page.follow(() => page.click('[data-qa=to-case]'));
    t.match(await path(), /^\/cases\/\d+$/);
    t.match(await page.text('[data-qa=why-now]'), /reached the (act|review) level .* ago after/);
    t.match(await page.text('[data-qa=history]'), /Stillwatch an alert of the \w+ level joined/);
  });

  await t.test('a campaign is suspended by two people', async (t) => {
    const fleet = (await queue()).find((each) => each.campaign_id !== null);
    const id = fleet?.id ?? '';
    const order = orderOf(await read(id), {
      ...{ action: 'suspend_campaign_members', min_confidence: 0, deserved_review: 'yes' },
    });
    const taken = (await post('reviewer', `/api/cases/${id}/decisions`, order)).json<DeskCase>();
    t.match(taken, { state: 'pending' });
    await page.open(`${home}/decisions?pending=yes`);
    await page.follow(() => page.click(`[data-decision-id="${taken.id}"] a[data-row]`));
    t.match(await page.text('[data-qa=hands]'), 'waits for a second person');
    await page.type('Reason of the second person', 'I read the evidence of all of them.');
    await page.follow(() => page.click('[data-qa=approve]'));
    t.match(await page.text('[data-qa=done]'), /Approved/);
    t.match(await page.text('[data-qa=status]'), /closed: suspend campaign members/);
    t.match(await page.text('[data-qa=decision]'), /approved\s+by ada@example\.com/);
    t.match(await get(`/api/decisions/${taken.id}`), { state: 'in_force' });
    await page.open(`${home}/audit`);
    t.match(await page.text('[data-qa=audit]'), /case approved[^]*case decided/);
  });

  await t.test('without a mouse: take next, read, decide, and the next one', async (t) => {
    const [first, second] = await queue();
    await page.open(`${home}/cases`);
    await page.press('j');
    await page.press('j');
    await page.press('k');
    t.equal(await page.evaluate("document.activeElement.closest('tr')?.dataset.caseId"), first?.id);
    await page.press('?');
    t.ok(await page.evaluate("document.querySelector('#keys').open"));
    await page.press('Escape');
    t.notOk(await page.evaluate("document.querySelector('#keys').open"));

    await page.follow(() => page.press('n'));
    t.equal(await caseId(), first?.id);
    t.match(await page.text('[data-qa=countdown]'), /^for (10:00|9:\d\d) more$/);
    await page.follow(() => page.press('c'));
    t.match(await page.text('[data-qa=done]'), /yours for ten minutes/);

    await page.press('d');
    t.ok(await focusIs('action'));
    await page.press('W');
    t.equal(await page.evaluate('document.activeElement.value'), 'watch');
    if (first?.campaign_id !== null) {
      await page.press('Tab');
      await page.press('c');
    }
    await page.press('Tab');
    t.ok(await focusIs('policy_clause'));
    await page.write('No automated extraction of outputs');
    await page.press('Tab');
    await page.write('Watched for two weeks; the customer was asked.');
    await page.press('Tab');
    await page.press('Tab');
    t.ok(await focusIs('deserved_review'));
    await page.press('y');
    await page.press('Tab');
    await page.press('Tab');
    await page.follow(() => page.press('Enter'));
    t.equal(await caseId(), second?.id, 'the next case is taken');
    t.match(await read(first?.id ?? ''), {
      ...{ status: 'closed', outcome: 'watch' },
      decisions: [{ action: 'watch', state: 'in_force', deserved_review: 'yes' }],
    });
  });

  await t.test('what another did meanwhile is said, and nothing written is lost', async (t) => {
    const id = await caseId();
    await post('reviewer', `/api/cases/${id}/notes`, { text: 'They have a research contract.' });
    await page.evaluate("document.querySelector('[name=action]').value = 'throttle'");
    await page.evaluate("const s = document.querySelector('[name=scope]'); if (s) s.value = '0'");
    await page.type('Policy clause', 'No resale of access');
    await page.type('Reason', 'a long thought');
    await page.follow(() => page.click('[data-qa=submit-decision]'));
    t.equal(
      await page.evaluate("document.querySelector('[data-qa=problem]').dataset.code"),
      'case_changed',
    );
    t.match(await page.text('[data-qa=history]'), /They have a research contract/);
    t.equal(await page.evaluate("document.querySelector('[name=reason]').value"), 'a long thought');
    t.equal(await page.evaluate("document.querySelector('[name=action]').value"), 'throttle');
    await page.follow(() => page.click('[data-qa=submit-decision]'));
    t.equal(await page.text('[data-qa=done]'), 'The decision stands.');
    t.match(await page.text('[data-qa=decision]'), /Throttle\s+in force/);
    t.equal(await page.evaluate("document.querySelector('[name=reason]').value"), '');
  });

  await t.test('put off, and brought back', async (t) => {
    const id = await caseId();
    await page.follow(() => page.click('[data-qa=snooze-button]'));
    t.equal(await path(), '/cases');
    t.notOk((await queue()).some((each) => each.id === id));
    await page.open(`${home}/cases?state=snoozed`);
    await page.follow(() => page.click(`[data-case-id="${id}"] a`));
    await page.follow(() => page.click('[data-qa=wake]'));
    t.ok((await queue()).some((each) => each.id === id));
  });

  await t.test('every page is free of what axe-core finds, in light and dark', async (t) => {
    const pages = await listPages();
    for (const scheme of ['light', 'dark'] as const) {
      await page.prefer(scheme);
      for (const at of pages) {
        await page.open(`${home}${at}`);
        t.same(await findViolations(page), [], `${scheme} ${at}`);
      }
    }
    await page.prefer('light');
  });

  await t.test('a lost session leads to the sign-in and back, with the draft', async (t) => {
    const [found] = await queue();
    await page.open(`${home}/cases/${found?.id ?? ''}`);
    await page.evaluate("document.querySelector('#decide [name=reason]').focus()");
    await page.write('half a decision');
    t.match(await page.evaluate('JSON.stringify(sessionStorage)'), /^[^.]*half a decision[^.]*$/);
    await signOutAll();
    await page.open(`${home}/cases/${found?.id ?? ''}`);
    t.equal(await path(), '/sign-in');
    await page.type('Email', staffOf('lead').email);
    await page.type('Password', staffOf('lead').password);
    await page.follow(() => page.press('Enter'));
    t.equal(await caseId(), found?.id);
    t.equal(
      await page.evaluate("document.querySelector('#decide [name=reason]').value"),
      'half a decision',
    );
  });

  await t.test('several at once, after what it touches was shown', async (t) => {
    const [first, second] = (await queue()).filter((each) => each.account_id !== null).slice(-2);
    await page.open(`${home}/cases`);
    for (const each of [first, second]) await page.click(`input[value="${each?.id ?? ''}"]`);
    await page.follow(() => page.click('[data-qa=bulk-button]'));
    t.equal(await page.text('[data-qa=accounts]'), '2');
    t.match(await page.text('[data-qa=share]'), /^\d+ %$/);
    t.same(await findViolations(page), []);
    await page.evaluate(
      "for (const [name, value] of [['action', 'no_action'], ['deserved_review', 'no']]) document.querySelector(`[data-qa=bulk] [name=${name}]`).value = value",
    );
    await page.type('Policy clause', 'none broken');
    await page.type('Reason', 'Two evaluations of a known customer.');
    await page.follow(() => page.click('[data-qa=submit-bulk]'));
    t.match(await page.text('[data-qa=outcomes]'), /decided[^]*decided/);
    t.match(await read(first?.id ?? ''), { status: 'closed', outcome: 'no_action' });
  });

  await t.test('a reviewer is refused what only a lead may do', async (t) => {
    await page.follow(() => page.click('[data-qa=sign-out]'));
    await signIn('reviewer');
    await page.open(`${home}/audit`);
    t.match(await page.text('[data-qa=error]'), /Not allowed[^]*role_forbidden/);
    t.notMatch(await page.text('[data-qa=navigation]'), /Audit/);
    await page.open(`${home}/decisions?pending=yes`);
    t.equal(await page.evaluate("document.querySelectorAll('[data-qa=approval]').length"), 0);
    await page.follow(() =>
      page.evaluate(
        "document.body.insertAdjacentHTML('beforeend', '<form id=forged method=post action=/decisions/1/approval>'), forged.submit()",
      ),
    );
    t.match(await page.text('[data-qa=error]'), /Not allowed[^]*role_forbidden/);
  });
  t.same(
    page.complaints.filter(
      (complaint) => !/status of (40[34]|409)|Autofocus processing/.test(complaint),
    ),
    [],
    'the browser has nothing to complain of',
  );
  t.equal((await stores.pool.query('select 1 from decisions where needs_second')).rowCount, 1);
});
