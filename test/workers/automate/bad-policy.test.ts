import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import t from 'tap';
import { loadRuntimeEnv } from '../../../config/env.ts';
import { createProgressBar } from '../../../services/cli/progress-bar.ts';
import { runCommand } from '../../../services/cli/run-command.ts';
import { connectWorker } from '../../../services/queue/redis-connection.ts';
import { listWorkers } from '../../../services/queue/worker-registry.ts';
import { waitUntil } from '../../../services/runtime/wait-until.ts';
import { upsertAccountDigests } from '../../../services/storage/account-digests.ts';
import { inTransaction } from '../../../services/storage/transaction.ts';
import { encodeDigest } from '../../../workers/detection/campaigns/digest-codec.ts';
import { policyOf } from '../../builders/policies.ts';
import { startDesk } from '../../support/case-desk.ts';
import { findingOf, storeEvidence } from '../../support/sample-evidence.ts';
import { spawnRole } from '../../support/spawn-role.ts';
import { startGateway } from '../../support/start-gateway.ts';
import { startStores } from '../../support/stores.ts';
import { makeTempFolder } from '../../support/temp-folder.ts';
import { firstTickAt, profileOf, questionsOf } from '../detection/campaigns/traffic.ts';

const customers = 200;
const hit = 20;
const budget = { accounts_per_hour: 5, share_of_accounts: 0.1, share_of_requests: 0.5 };

const folder = await makeTempFolder(t);
const stores = await startStores(t);
const { pool, databaseUrl, redisUrl } = stores;
const desk = await startDesk(t, stores);
const gateway = await startGateway(t, stores);
const { key } = await gateway.addKey('enforcement');
const policies = join(folder, 'policies.json');
await writeFile(policies, JSON.stringify({ policies: [policyOf({ id: 'bad', budget })] }));
const settings = {
  ...{ DATABASE_URL: databaseUrl, REDIS_URL: redisUrl },
  ...{ POLICIES: policies, LEASE_MS: '3000', STILLWATCH_HOME: folder },
};

async function stillwatch(...argv: string[]) {
  const out: string[] = [];
  const code = await runCommand(argv, {
    loadEnv: () => loadRuntimeEnv(settings),
    print: (line) => out.push(line),
    note: (line) => out.push(line),
    createBar: () => createProgressBar({ write: () => true }, { label: '', clock: () => 0 }),
  });
  return { code, out: out.join('\n') };
}

/** Alerts of honest accounts, at the level and with the detector that the policy is about. */
async function raise(names: readonly string[]): Promise<void> {
  const given = { level: 'act', score: 15, requests_seen: 30 } as const;
  await storeEvidence(pool, { findings: names.map((name) => findingOf(name, 1, given)) });
}

const count = async (sql: string): Promise<number> => {
  const { rows } = await pool.query<{ count: number }>(`select count(*)::int as count from ${sql}`);
  return rows[0]?.count ?? 0;
};
const countActs = () => count(`decisions where decided_by = 'policy:bad'`);

/** How many targets the feed tells a client that starts now. */
async function countFeed(): Promise<number> {
  const answer = await gateway.app.inject({
    url: '/v1/decisions/stream?startup=true',
    headers: { 'x-api-key': key },
  });
  return answer.json<{ new: unknown[] | null }>().new?.length ?? 0;
}

const until = async (isTrue: () => Promise<boolean>) =>
  t.ok(await waitUntil(isTrue, { deadlineMs: 30_000 }));

const names = (prefix: string, length: number) =>
  Array.from({ length }, (_, index) => `${prefix}-${String(index)}`);

await inTransaction(pool, (client) =>
  upsertAccountDigests(
    client,
    names('customer', customers).map((accountId, seed) => {
      const profile = profileOf({ accountId, prompts: questionsOf(seed, 30) });
      return { accountId, tickAt: firstTickAt, bytes: encodeDigest(profile, 0) };
    }),
  ),
);

await t.test(
  'a policy that flags a tenth of the customers is refused by its evidence',
  async (t) => {
    await raise(names('reviewed', 12));
    const { items } = await desk.get<{ items: { id: string; version: number }[] }>(
      '/api/cases?order=harm&state=all',
    );
    for (const [place, { id, version }] of items.entries()) {
      const action = place < 6 ? 'no_action' : 'suspend_account';
      const deserved = place < 6 ? 'no' : 'yes';
      const order = { version, action, deserved_review: deserved, policy_clause: 'terms 4.2' };
      const more = { reason: 'looked at', idempotency_key: `close-${id}` };
      const answer = await desk.post('lead', `/api/cases/${id}/decisions`, { ...order, ...more });
      t.equal(answer.statusCode, 201);
    }
    await desk.get('/api/cases');
    const { code, out } = await stillwatch('policies', 'arm', 'bad', '--reason', 'it looks fine');
    t.equal(code, 1);
    t.match(out, /people restricted 6 of 12 such accounts \(95 %: 0\.211 to 0\.789\).*NOT enough/);
    t.match(out, /In the last 30 days it would have hit 12 accounts: 6\.00 % of all/);
    t.match(out, /bad is not armed: people restricted 6 of the 12 accounts.*as low as 0\.211/);
    t.match(
      (await stillwatch('policies', 'list')).out,
      /bad +act +suspend_account +not armed: proposes/,
    );
    t.match(await stillwatch('policies', 'arm', 'bad'), { code: 2, out: /--reason TEXT/ });
  },
);

await t.test(
  'forced, it is stopped within its budget, and one command undoes all it did',
  async (t) => {
    const restricted = await countFeed();
    const forced = await stillwatch('policies', 'arm', 'bad', '--force', '--reason', 'no time');
    t.match(forced, { code: 0, out: /bad is armed by force/ });
    const worker = spawnRole(t, 'automate', settings);
    await raise(names('honest', hit));
    await until(async () => (await stillwatch('policies', 'list')).out.includes('tripped'));
    t.equal(await countActs(), budget.accounts_per_hour);
    t.match(
      (await stillwatch('policies', 'list')).out,
      /bad +act +suspend_account +tripped: it would have acted on more than 5 accounts within an hour +5\/5 +0 +0 +5/,
    );
    t.equal(await count(`messages where type = 'policy.stopped'`), 1);
    await until(async () => (await countFeed()) === restricted + budget.accounts_per_hour);

    const undone = await stillwatch('policies', 'undo', 'bad', '--reason', 'they are honest');
    t.match(undone, { code: 0, out: 'bad is stopped, and 5 of its decisions are undone.' });
    await until(async () => (await countFeed()) === restricted);
    t.equal(await count(`effective_decisions where decided_by = 'policy:bad'`), 0);
    const released = `messages where type = 'target.released'`;
    t.equal(await count(released), budget.accounts_per_hour, 'every endpoint is told of each');

    // It goes on looking and does nothing.
    await raise(names('later', 3));
    const redis = connectWorker(redisUrl);
    t.teardown(() => {
      redis.disconnect();
    });
    const readHalts = async () =>
      (await listWorkers(redis, 'automate')).reduce(
        (sum, { counters }) => sum + (counters['halted'] ?? 0),
        0,
      );
    const before = await readHalts();
    await until(async () => (await readHalts()) > before + 1);
    t.equal(await countActs(), budget.accounts_per_hour);
    t.equal(await worker.end('SIGTERM'), 0);
  },
);

await t.test('the switch stops every policy and survives a restart of the worker', async (t) => {
  t.match(await stillwatch('policies', 'stop', '--reason', 'an incident'), { code: 0 });
  await stillwatch('policies', 'arm', 'bad', '--force', '--reason', 'again');
  const worker = spawnRole(t, 'automate', settings);
  await raise(names('stopped', 3));
  const redis = connectWorker(redisUrl);
  t.teardown(() => {
    redis.disconnect();
  });
  await until(async () =>
    (await listWorkers(redis, 'automate')).some(
      ({ workerId, counters }) => workerId === worker.workerId && (counters['halted'] ?? 0) > 1,
    ),
  );
  t.equal(await countActs(), budget.accounts_per_hour);
  t.match(
    (await stillwatch('policies', 'list')).out,
    /EVERYTHING IS STOPPED by system: an incident/,
  );
  await stillwatch('policies', 'resume', '--reason', 'it is over');
  t.notMatch((await stillwatch('policies', 'list')).out, /STOPPED/);
  t.equal(await worker.end('SIGTERM'), 0);
});
