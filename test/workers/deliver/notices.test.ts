import t from 'tap';
import { waitUntil } from '../../../services/runtime/wait-until.ts';
import { announceCases, announceOverdue } from '../../../services/storage/deliveries.ts';
import { settingsOf } from '../../../services/webhooks/endpoint-kinds.ts';
import { startCarrying } from '../../support/carrying.ts';
import { orderOf, startDesk, type DeskCase } from '../../support/case-desk.ts';
import { startMailServer } from '../../support/mail-server.ts';
import { startReceiver, type Received } from '../../support/receiver.ts';
import { campaignOf, findingOf, storeEvidence } from '../../support/sample-evidence.ts';
import { startStores } from '../../support/stores.ts';

interface Event {
  readonly event_action: string;
  readonly dedup_key: string;
}

const stores = await startStores(t);
const { pool } = stores;
const { openCase, post, read, decideOn } = await startDesk(t, stores);
const slack = await startReceiver(t);
const pagerDuty = await startReceiver(t);
const mailServer = await startMailServer(t, 'mail-password');
const { start, addEndpoint } = startCarrying(t, stores, 'https://console.example.com/');
const slackPath = '/services/T0/B0/token';
const { origin } = new URL(slack.url);
const slackSettings = settingsOf.slack.parse({});
const [slackId, pagerId, mailId] = [
  await addEndpoint({
    ...{ kind: 'slack', url: origin, settings: slackSettings, secret: `${origin}${slackPath}` },
  }),
  await addEndpoint({
    ...{ kind: 'pagerduty', url: new URL(pagerDuty.url).origin, secret: 'routing-key' },
    settings: settingsOf.pagerduty.parse({}),
  }),
  await addEndpoint({
    ...{ kind: 'email', url: mailServer.url, secret: 'mail-password' },
    settings: settingsOf.email.parse({ from: 'watch@example.com', to: ['team@example.com'] }),
  }),
];
start();

const isEmpty = async () => {
  const { rows } = await pool.query(
    `select 1 from deliveries where state = 'queued' union all select 1 from changed_cases`,
  );
  return rows.length === 0;
};
/** All that has changed until now is told and delivered. */
const told = async () => {
  await announceCases(pool, 0);
  return waitUntil(isEmpty, { deadlineMs: 10_000 });
};
const eventOf = ({ body }: Received) => JSON.parse(body) as Event;
const textOf = (sent: Received | undefined) => sent?.body ?? '';
const act = { level: 'act', score: 9 } as const;

await t.test(
  'many changes are one message for readers, and a page only for what must be',
  async (t) => {
    const findings = Array.from({ length: 12 }, (_, index) =>
      findingOf(`acct_${String(index)}`, 1),
    );
    await storeEvidence(pool, { findings });
    await storeEvidence(pool, { findings: [findingOf('acct_grave', 1, act)] });
    t.ok(await told());
    t.equal(slack.received.length, 1);
    t.match(slack.received[0], { path: slackPath, method: 'POST' });
    const text = textOf(slack.received[0]);
    t.match(
      text,
      /13 opened[^]*an account: opened, act[^]*an account: opened, review[^]*and 3 more/,
    );
    t.match(text, /<https:\/\/console.example.com\/cases\/\d+\|Case \d+/);
    t.notMatch(text, /acct_/, 'who it is stands in the case');
    t.equal(mailServer.mails.length, 1);
    t.match(mailServer.mails[0], /^Subject: Stillwatch cases: 13 opened\r$/m);
    t.match(mailServer.mails[0], /^Message-ID: <msg_\d+.stillwatch@example.com>\r$/m);
    t.match(pagerDuty.received.map(eventOf), [{ event_action: 'trigger' }]);
    t.match(pagerDuty.received[0], { path: '/v2/enqueue' });
    t.match(JSON.parse(textOf(pagerDuty.received[0])), {
      ...{ routing_key: 'routing-key', dedup_key: /^stillwatch-case-\d+$/ },
      payload: { summary: /^Case \d+/, source: 'stillwatch', severity: 'critical' },
      links: [{ href: /^https:\/\/console.example.com\/cases\/\d+$/ }],
    });
  },
);

await t.test('more alerts on a case, and what was taken back, are told to nobody', async (t) => {
  const before = [slack.received.length, pagerDuty.received.length, mailServer.mails.length];
  await storeEvidence(pool, { findings: [findingOf('acct_grave', 9, { ...act, episode: 2 })] });
  const { id } = await openCase('acct_0');
  await post('reviewer', `/api/cases/${id}/claim`);
  await post('reviewer', `/api/cases/${id}/release`);
  t.ok(await told());
  t.same([slack.received.length, pagerDuty.received.length, mailServer.mails.length], before);
});

await t.test('an incident follows its case: open, taken, raised, closed', async (t) => {
  const seen = pagerDuty.received.length;
  const found = await openCase('acct_life');
  t.ok(await told());
  t.equal(pagerDuty.received.length, seen, 'what is to be reviewed wakes nobody');
  await storeEvidence(pool, { findings: [findingOf('acct_life', 2, { ...act, episode: 2 })] });
  t.ok(await told());
  t.match(textOf(slack.received.at(-1)), /1 raised to act/);
  await post('lead', `/api/cases/${found.id}/claim`);
  t.ok(await told());
  const order = orderOf(await read(found.id), { deserved_review: 'yes' });
  const decided = await post('lead', `/api/cases/${found.id}/decisions`, order);
  t.equal(decided.statusCode, 201, decided.body);
  t.ok(await told());
  const key = `stillwatch-case-${found.id}`;
  t.same(
    pagerDuty.received
      .slice(seen)
      .map(eventOf)
      .map((each) => [each.event_action, each.dedup_key]),
    [
      ['trigger', key],
      ['acknowledge', key],
      ['resolve', key],
    ],
  );
  t.match(textOf(slack.received.at(-1)), /1 closed/);
});

await t.test('the members of a campaign are told of with it', async (t) => {
  const members = ['acct_m1', 'acct_m2', 'acct_m3'];
  const joined = members.map((accountId) => ({ accountId, confidence: 0.9, reasons: [] }));
  const seen = [slack.received.length, pagerDuty.received.length];
  await storeEvidence(pool, {
    campaigns: [campaignOf('cmp_fleet', { members: joined })],
    findings: [
      findingOf('cmp_fleet', 1, { ...act, subject_kind: 'campaign', campaign_id: 'cmp_fleet' }),
      ...members.map((id) => findingOf(id, 1, act)),
    ],
  });
  t.ok(await told());
  t.same(
    [slack.received.length, pagerDuty.received.length],
    seen.map((each) => each + 1),
  );
  t.match(textOf(slack.received.at(-1)), /1 opened[^]*a campaign: opened, act/);
});

await t.test('decisions are not their business, and a test reaches each', async (t) => {
  await told();
  const seen = slack.received.length;
  await decideOn('acct_0');
  for (const id of [slackId, pagerId, mailId]) await post('admin', `/api/endpoints/${id}/ping`);
  t.ok(await told());
  t.equal(slack.received.length, seen + 1);
  t.match(textOf(slack.received.at(-1)), /a test message/);
  t.match(mailServer.mails.at(-1), /a test message/);
  t.match(pagerDuty.received.map(eventOf).at(-1), {
    ...{ event_action: 'resolve', dedup_key: 'stillwatch-ping' },
  });
});

await t.test('a policy that was stopped reaches all three', async (t) => {
  await pool.query(`select announce_policy_stopped('fleet<suspend>')`);
  t.ok(await told());
  t.match(textOf(slack.received.at(-1)), /policy fleet&lt;suspend&gt; spent its budget/);
  t.match(pagerDuty.received.map(eventOf).at(-1), {
    ...{ event_action: 'trigger', dedup_key: 'stillwatch-policy-fleet<suspend>' },
  });
  t.match(mailServer.mails.at(-1), /spent its budget/);
});

await t.test('a lead who breaks the glass is told of at once, to all three', async (t) => {
  await told();
  const members = Array.from({ length: 6 }, (_, n) => ({
    ...{ accountId: `alone_${String(n)}`, confidence: 0.9, reasons: [] },
  }));
  await storeEvidence(pool, { campaigns: [campaignOf('cmp_alone', { members })] });
  const found = await openCase('cmp_alone', true);
  await told();
  const account_ids = members.map(({ accountId }) => accountId);
  const order = orderOf(await read(found.id), { action: 'suspend_campaign_members', account_ids });
  const { id } = (await post('lead', `/api/cases/${found.id}/decisions`, order)).json<DeskCase>();
  await told();
  const seen = mailServer.mails.length;
  const alone = { verdict: 'approved', reason: 'nobody is awake', break_glass: true };
  t.equal((await post('lead', `/api/decisions/${id}/approval`, alone)).statusCode, 200);
  const isTold = () => mailServer.mails.slice(seen).some((mail) => /glass was broken/.test(mail));
  t.ok(await waitUntil(isTold, { deadlineMs: 10_000 }), 'though no change of a case has rested');
  const text = slack.received.map(textOf).find((each) => /glass was broken/.test(each));
  t.match(text, new RegExp(`cases/${found.id}[^]*suspend campaign members, 6 accounts`));
  t.match(
    pagerDuty.received.map(eventOf).find(({ dedup_key }) => /break-glass/.test(dedup_key)),
    { event_action: 'trigger', dedup_key: `stillwatch-break-glass-${id}` },
  );
  t.notMatch(JSON.stringify([text, mailServer.mails.at(-1)]), /nobody is awake|alone_/);
});

await t.test(
  'cases that nobody looked at in time are told of once, all in one message',
  async (t) => {
    const findings = Array.from({ length: 12 }, (_, n) => findingOf(`late_${String(n)}`, 1, act));
    await storeEvidence(pool, { findings });
    await told();
    const expire = (where: string) =>
      pool.query(
        `update cases set due_at = now() - interval '1 minute' where status = 'open' and ${where}`,
      );
    await expire(`subject_id like 'late_%'`);
    await pool.query(
      `update cases set snoozed_until = now() + interval '1 day' where subject_id = 'late_0'`,
    );
    t.equal(await announceOverdue(pool, 600_000), 0, 'not before the first one has rested');
    const seen = [slack.received.length, mailServer.mails.length, pagerDuty.received.length];
    t.equal(await announceOverdue(pool, 0), 11, 'what is snoozed waits');
    t.ok(await told());
    const text = textOf(slack.received.at(-1));
    t.match(text, /11 cases are overdue[^]*an account: act, [^]*and 1 more/);
    t.notMatch(text, /late_/);
    t.match(mailServer.mails.at(-1), /11 cases are overdue/);
    t.same(
      [slack.received.length, mailServer.mails.length, pagerDuty.received.length],
      [(seen[0] ?? 0) + 1, (seen[1] ?? 0) + 1, seen[2]],
    );
    t.equal(await announceOverdue(pool, 0), 0, 'once');
    await pool.query(
      `update cases set due_at = now() + interval '1 hour' where subject_id = 'late_3'`,
    );
    await expire(`subject_id = 'late_3'`);
    t.equal(await announceOverdue(pool, 0), 1, 'and again when it got more time and ran out of it');
    t.ok(await told());
  },
);

await t.test(
  'a mailbox that does not exist is refused, a wrong password tried again',
  async (t) => {
    const to = ['team@example.com', 'nobody@example.com'];
    const given = { kind: 'email', url: mailServer.url } as const;
    const outcomeAt = async (endpointId: string) => {
      await post('admin', `/api/endpoints/${endpointId}/ping`);
      const tried = () =>
        pool.query<{ state: string; last_status: number | null; last_error: string | null }>(
          'select state, last_status, last_error from deliveries where endpoint_id = $1 and last_error is not null',
          [endpointId],
        );
      await waitUntil(async () => (await tried()).rows.length > 0, { deadlineMs: 10_000 });
      return (await tried()).rows[0];
    };
    const settings = settingsOf.email.parse({ from: 'watch@example.com', to });
    const half = await addEndpoint({ ...given, settings, secret: 'mail-password' });
    t.match(await outcomeAt(half), { state: 'refused', last_error: 'recipients_refused' });
    const none = { ...settings, to: ['nobody@example.com'] };
    const nobody = await addEndpoint({ ...given, settings: none, secret: 'mail-password' });
    t.match(await outcomeAt(nobody), {
      state: 'refused',
      last_status: 550,
      last_error: 'eenvelope',
    });
    const wrong = await addEndpoint({ ...given, settings, secret: 'guess' });
    t.match(await outcomeAt(wrong), { state: 'queued', last_status: 535, last_error: 'eauth' });
    const inner = { ...given, url: 'smtps://169.254.169.254', settings, secret: 'mail-password' };
    t.match(await outcomeAt(await addEndpoint(inner)), { last_error: 'address_refused' });
  },
);
