import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import t from 'tap';
import { armPolicy } from '../../../services/automation/arm-policy.ts';
import { waitUntil } from '../../../services/runtime/wait-until.ts';
import { upsertAccountDigests } from '../../../services/storage/account-digests.ts';
import { inTransaction } from '../../../services/storage/transaction.ts';
import { encodeDigest } from '../../../workers/detection/campaigns/digest-codec.ts';
import { loadDetection } from '../../../workers/load-detection.ts';
import { versionOf } from '../../../workers/resolve-detection.ts';
import { policyOf } from '../../builders/policies.ts';
import { findingOf, storeEvidence } from '../../support/sample-evidence.ts';
import { spawnRole } from '../../support/spawn-role.ts';
import { startStores } from '../../support/stores.ts';
import { makeTempFolder } from '../../support/temp-folder.ts';
import { firstTickAt, profileOf, questionsOf } from '../detection/campaigns/traffic.ts';

const alerts = 300;

await t.test(
  'killed with -9 in the midst of it, beside others: each alert is acted on once',
  async (t) => {
    const { pool, databaseUrl, redisUrl } = await startStores(t);
    const names = Array.from({ length: alerts }, (_, index) => `acted-${String(index)}`);
    const bytes = encodeDigest(profileOf({ accountId: 'a', prompts: questionsOf(1, 30) }), 0);
    await inTransaction(pool, (client) =>
      upsertAccountDigests(
        client,
        names.map((accountId) => ({ accountId, tickAt: firstTickAt, bytes })),
      ),
    );
    const budget = { accounts_per_hour: 1_000, share_of_accounts: 1, share_of_requests: 1 };
    const policy = policyOf({ id: 'killed', budget });
    const file = join(await makeTempFolder(t), 'policies.json');
    await writeFile(file, JSON.stringify({ policies: [policy] }));
    await armPolicy(pool, {
      ...{ policy, detectionVersion: versionOf(await loadDetection()), isForced: true },
      ...{ traffic: { accounts: 1, requests: 1 }, actor: 'system', reason: 'a test' },
    });
    const given = { level: 'act', score: 15, requests_seen: 0 } as const;
    await storeEvidence(pool, { findings: names.map((name) => findingOf(name, 1, given)) });

    const settings = { DATABASE_URL: databaseUrl, REDIS_URL: redisUrl, POLICIES: file };
    const countActed = async () =>
      (await pool.query(`select 1 from policy_outcomes where outcome = 'acted'`)).rowCount ?? 0;
    const until = async (isTrue: () => Promise<boolean>) =>
      t.ok(await waitUntil(isTrue, { deadlineMs: 60_000, everyMs: 5 }));

    for (const least of [1, 60, 120]) {
      const workers = [spawnRole(t, 'automate', settings), spawnRole(t, 'automate', settings)];
      await until(async () => (await countActed()) >= least);
      await Promise.all(workers.map(({ end }) => end('SIGKILL')));
    }
    const last = spawnRole(t, 'automate', settings);
    await until(async () => (await countActed()) === alerts);
    t.equal(await last.end('SIGTERM'), 0);
    const { rows } = await pool.query(
      `select count(*)::int as decisions, count(distinct account_ids)::int as accounts,
       (select count(*)::int from case_events where kind = 'decided') as events,
       (select count(*)::int from messages) as messages
     from decisions where decided_by = 'policy:killed'`,
    );
    t.same(rows, [{ decisions: alerts, accounts: alerts, events: alerts, messages: alerts }]);
  },
);
