import t from 'tap';
import { createLogger } from '../../../services/logger.ts';
import { partitionKeys } from '../../../services/queue/keys.ts';
import { connectWorker } from '../../../services/queue/redis-connection.ts';
import { upsertAccountDigests } from '../../../services/storage/account-digests.ts';
import { ensurePartitionCount } from '../../../services/storage/instance-settings.ts';
import {
  takePartitionLease,
  updatePartitionProgress,
} from '../../../services/storage/partition-leases.ts';
import { inTransaction } from '../../../services/storage/transaction.ts';
import type { Correlator } from '../../../workers/detection/campaigns/correlator.ts';
import {
  openCorrelation,
  type CorrelateDependencies,
} from '../../../workers/correlate/correlation.ts';
import { createReadyTickFinder } from '../../../workers/correlate/find-ready-tick.ts';
import { stepCorrelation } from '../../../workers/correlate/step-correlation.ts';
import { isSettled } from '../../../workers/is-settled.ts';
import { shadowFindingOf } from '../../support/sample-evidence.ts';
import { startStores } from '../../support/stores.ts';

const hour = 3_600_000;
const { pool, redisUrl } = await startStores(t);
const redis = connectWorker(redisUrl);
t.teardown(() => {
  redis.disconnect();
});
await ensurePartitionCount(pool, 2);
for (const partition of [0, 1]) {
  await takePartitionLease(pool, { partition, owner: 'w', aboveEpoch: 0 });
}

/** Writes down what it is told. */
const calls: string[] = [];
function createRecordingCorrelator(): Correlator {
  const show = ({
    accountId,
    tickAt,
    bytes,
  }: {
    accountId: string;
    tickAt: number;
    bytes: Uint8Array;
  }) => `${accountId}${tickAt / hour}${Buffer.from(bytes).toString()}`;
  return {
    setTombstones: (tombstones) => void calls.push(...tombstones.map(({ trait }) => trait)),
    restore: ({ campaigns, digests }) =>
      void calls.push(`restore ${campaigns.length}`, ...digests.map(show)),
    applyDigest: (digest) => void calls.push(show(digest)),
    closeTick: (tickAt) => {
      calls.push(`close ${tickAt / hour}`);
      const campaignId = `c-${tickAt / hour}`;
      const campaign = { campaignId, mergedInto: null, level: null, score: 1, firstSeenAt: tickAt };
      const shadow = [shadowFindingOf('group:x', 0, { subject_kind: 'campaign' })];
      return {
        findings: [],
        standing: [],
        shadow,
        scores: [],
        campaigns: [{ ...campaign, members: [], links: [] }],
      };
    },
  };
}
const taken = () => calls.splice(0).join(', ');

let now = 1_000_000;
const deps: CorrelateDependencies = {
  ...{ redis, pool, log: createLogger('correlate', 'silent'), partitions: 2, workerId: 'w' },
  ...{ clock: () => now, createCorrelator: createRecordingCorrelator },
  findReadyTick: createReadyTickFinder(60_000),
  counters: { ticks: 0, digests: 0, findings: 0, campaigns: 0 },
};

const write = (accountId: string, ticks: number, text: string) =>
  inTransaction(pool, (client) =>
    upsertAccountDigests(client, [{ accountId, tickAt: ticks * hour, bytes: Buffer.from(text) }]),
  );

/** The partition was given `sequence` batches, and a commit of all of them says that event time is at `hours`. */
async function progress(
  partition: number,
  sequence: number,
  [hours, isFlushed]: [number, boolean],
) {
  await redis.set(partitionKeys(partition).sequence, sequence);
  const said = { partition, appliedSequence: sequence, isFlushed, watermarkAt: hours * hour };
  await inTransaction(pool, (client) => updatePartitionProgress(client, said));
}

let correlation = await openCorrelation(deps);
const step = () => stepCorrelation(deps, correlation);
taken();

await t.test('nothing is closed before every partition has passed the tick', async (t) => {
  await step();
  await write('a', 1, 'x');
  await write('a', 3, 'x');
  await progress(0, 1, [2.5, false]);
  await step();
  t.equal(taken(), '');
  await progress(1, 1, [1.5, false]);
  await step();
  t.equal(taken(), 'a1x, close 1');
  const { rows } = await pool.query('select subject_id from shadow_findings');
  t.same(rows, [{ subject_id: 'group:x' }], 'what a challenger would have done is kept with it');
  t.notOk(await isSettled(pool, redis));
});

await t.test(
  'a tick without digests is passed over, and late changes count for the next',
  async (t) => {
    await write('b', 1, 'late');
    await write('b', 3, 'x');
    await progress(1, 2, [3.2, false]);
    await progress(0, 2, [3.1, false]);
    await step();
    t.equal(taken(), 'b1late, a3x, b3x, close 3');
    t.same(
      (
        await pool.query('select 1 from account_digests where tick_at < to_timestamp($1)', [
          3 * 3600,
        ])
      ).rowCount,
      0,
    );
  },
);

await t.test(
  'a partition that stays idle while another works is waited for, but not for ever',
  async (t) => {
    await progress(0, 2, [3.1, true]);
    await write('b', 4, 'x');
    await progress(1, 3, [4.5, false]);
    await step();
    t.equal(taken(), '');
    now += 60_000;
    await step();
    t.equal(taken(), 'b4x, close 4');
  },
);

await t.test('when all is flushed the last tick is closed and covered', async (t) => {
  await write('a', 5, 'x');
  await progress(1, 3, [4.5, true]);
  t.notOk(await isSettled(pool, redis));
  await step();
  t.equal(taken(), 'a5x, close 5');
  t.ok(await isSettled(pool, redis));
  await step();
  t.equal(taken(), '');
});

await t.test('what comes for a tick closed early is taken in after all', async (t) => {
  const open = await pool.connect();
  t.teardown(async () => {
    await open.query('rollback');
    open.release();
  });
  await open.query('begin');
  await open.query('select pg_current_xact_id()');
  await write('a', 5, 'more');
  await progress(0, 3, [4.9, true]);
  await step();
  t.equal(taken(), 'a5more, close 5');
  t.ok(await isSettled(pool, redis));
});

await t.test(
  'the next worker starts where the last commit stood and fences the one before',
  async (t) => {
    await write('c', 5, 'unseen');
    await write('d', 6, 'x');
    const before = correlation;
    correlation = await openCorrelation(deps);
    const restored = taken();
    await progress(0, 4, [6.5, true]);
    await t.rejects(stepCorrelation(deps, before), { code: 'partition_fenced' });
    taken();
    t.notOk(await isSettled(pool, redis));
    await step();
    // What a transaction that was open at the last commit could have hidden is not restored but taken in again.
    t.equal(
      `${restored}, ${taken()}`,
      'restore 4, b4x, a5more, c5unseen, d6x, close 6',
      'each digest once, those of the last commit before those after it',
    );
    t.ok(await isSettled(pool, redis));
  },
);
