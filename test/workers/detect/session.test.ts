import t from 'tap';
import { createLogger } from '../../../services/logger.ts';
import { encodeBatch } from '../../../services/queue/batch.ts';
import { createBatchWriter } from '../../../services/queue/batch-writer.ts';
import { batchKey, partitionKeys } from '../../../services/queue/keys.ts';
import { countPending } from '../../../services/queue/queue-depth.ts';
import { connectWorker } from '../../../services/queue/redis-connection.ts';
import { listPartitionLeases } from '../../../services/storage/partition-leases.ts';
import type {
  EngineEffects,
  EngineState,
  PartitionEngine,
} from '../../../workers/detection/engine.ts';
import { createDetectCounters } from '../../../workers/detect/counters.ts';
import { judgeFailure, withCare, type Recovery } from '../../../workers/detect/recover.ts';
import { openSession, type DetectDependencies } from '../../../workers/detect/session.ts';
import { stepSession } from '../../../workers/detect/step-session.ts';
import { startStores } from '../../support/stores.ts';

const { pool, redisUrl } = await startStores(t);
const redis = connectWorker(redisUrl);
const writer = createBatchWriter({ redis, partitions: 8 });
t.teardown(async () => {
  await writer.close();
  redis.disconnect();
});

/** Counts events by account; an event of the model `throw` breaks it, one of `refuse` is what Postgres refuses. */
function createCountingEngine(state?: EngineState): PartitionEngine {
  const counts = new Map<string, number>();
  const touched = new Set<string>();
  let refused: EngineEffects['accounts'] = [];
  return {
    isLoaded: (id) => counts.has(id),
    load: (id, profile) => counts.set(id, profile === null ? 0 : Number(Buffer.from(profile))),
    applyEvent: ({ account_id, model }) => {
      counts.set(account_id, (counts.get(account_id) ?? 0) + 1);
      touched.add(account_id);
      if (model === 'throw') throw new TypeError('prompt text');
      if (model === 'refuse') refused = [{ account_id, created_at: 'never' }];
    },
    applyAccount: () => undefined,
    flush: () => undefined,
    drain: () => {
      const profiles = [...touched].map((id) => [id, Buffer.from(String(counts.get(id)))] as const);
      touched.clear();
      const dirty = { isReset: false, added: profiles.map(([id]) => id) };
      const watermarkAt = (state?.watermarkAt ?? 0) + 1;
      return {
        findings: [],
        shadow: [],
        digests: [],
        profiles,
        accounts: refused,
        dirty,
        watermarkAt,
      };
    },
    evictTo: () => undefined,
    scores: () => [],
  };
}

const deps: DetectDependencies = {
  ...{ redis, pool, log: createLogger('detect', 'silent'), clock: Date.now, workerId: 'w' },
  ...{ createEngine: createCountingEngine, counters: createDetectCounters(), idleFlushMs: 1e9 },
  ...{ commitMaxBatches: 3, quietMs: () => Promise.resolve(0), cacheBytes: () => 1e6 },
};

let events = 0;
async function send(partition: number, ...models: string[]): Promise<void> {
  for (const model of models) {
    events += 1;
    const event = {
      event_id: `e-${events}`,
      account_id: 'a',
      model,
      occurred_at: '2026-01-01T00:00:00Z',
    };
    const line = Buffer.from(JSON.stringify(event));
    const record = { kind: 'event' as const, referenceAt: 0, source: null, line };
    await writer.append(partition, encodeBatch({ receivedAt: Date.now(), records: [record] }));
  }
}

const count = async (partition: number) =>
  Number(await redis.hget(partitionKeys(partition).profiles, 'a'));

const recovery = (): Recovery => ({ poisoned: new Map(), carefulUntil: 0 });

/** Steps, with a new session after each failure, until nothing is pending. */
async function drain(partition: number, found = recovery()): Promise<Recovery> {
  let session = await openSession(deps, partition);
  while ((await countPending(redis, 8))[partition] !== 0) {
    try {
      await stepSession(withCare(deps, session, found), session, found.poisoned);
    } catch (error) {
      t.equal(judgeFailure(error, session, found), 'again');
      session = await openSession(deps, partition);
    }
  }
  return found;
}

await t.test('a commit removes the batches and leaves what they led to', async (t) => {
  await send(0, 'ok', 'ok', 'ok');
  await drain(0);
  t.equal(await count(0), 3);
  t.equal(await redis.exists(batchKey(0, 1), batchKey(0, 3)), 0);
  t.match((await listPartitionLeases(pool))[0], {
    partition: 0,
    appliedSequence: 3,
    watermarkAt: 1,
  });
  const session = await openSession(deps, 0);
  t.equal(session.applied, 3);
  t.equal(session.seen.size, 3, 'a new owner knows what was seen');
});

await t.test('an owner of an older epoch writes nothing, in either store', async (t) => {
  await send(1, 'ok', 'ok', 'ok');
  const older = await openSession(deps, 1);
  const newer = await openSession(deps, 1);
  await t.rejects(stepSession(deps, older, new Map()), { code: 'partition_fenced' });
  t.equal(await redis.hlen(partitionKeys(1).profiles), 0);
  t.match((await listPartitionLeases(pool)).at(-1), {
    partition: 1,
    appliedSequence: 0,
    epoch: newer.epoch,
  });
  await stepSession(deps, newer, new Map());
  t.equal(await count(1), 3);
});

await t.test('an epoch in Redis that Postgres has forgotten is outdone', async (t) => {
  await redis.set(partitionKeys(2).epoch, 41);
  await send(2, 'ok');
  t.equal((await openSession(deps, 2)).epoch, 42);
});

await t.test('a batch that breaks the engine is buried and its neighbours count', async (t) => {
  await send(3, 'ok', 'throw', 'ok', 'ok', 'ok');
  const { poisoned } = await drain(3);
  t.same([...poisoned], [[2, 'batch_unappliable']]);
  t.equal(await count(3), 4);
  const { rows } = await pool.query(
    'select partition, sequence::int, reason_code, message, records from dead_letters',
  );
  t.match(rows, [{ partition: 3, sequence: 2, reason_code: 'batch_unappliable', records: 1 }]);
  t.notMatch(JSON.stringify(rows), /prompt text/);
});

await t.test(
  'a batch whose effects Postgres refuses is found among its neighbours and buried',
  async (t) => {
    await send(4, 'ok', 'refuse', 'ok');
    const { poisoned } = await drain(4);
    t.same([...poisoned], [[2, 'batch_unappliable']]);
    t.equal(await count(4), 2);
  },
);

await t.test('a Redis that has lost batches is refused', async (t) => {
  await send(5, 'ok', 'ok', 'ok');
  await drain(5);
  await redis.set(partitionKeys(5).sequence, 1);
  await t.rejects(openSession(deps, 5), { code: 'queue_lost' });
});
