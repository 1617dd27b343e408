import t from 'tap';
import { createLogger } from '../../../services/logger.ts';
import { encodeBatch } from '../../../services/queue/batch.ts';
import { createBatchWriter } from '../../../services/queue/batch-writer.ts';
import { connectWorker } from '../../../services/queue/redis-connection.ts';
import { createDetectCounters } from '../../../workers/detect/counters.ts';
import { openSession, type DetectDependencies } from '../../../workers/detect/session.ts';
import { stepSession } from '../../../workers/detect/step-session.ts';
import { createEngine } from '../../../workers/detection/create-engine.ts';
import { loadDetection } from '../../../workers/load-detection.ts';
import { startStores } from '../../support/stores.ts';

const { pool, redisUrl } = await startStores(t);
const redis = connectWorker(redisUrl);
const writer = createBatchWriter({ redis, partitions: 1 });
t.teardown(async () => {
  await writer.close();
  redis.disconnect();
});

const shipped = await loadDetection();
const early = { ...shipped.scoring, fewestRequests: 1 };
const bold = { ...shipped, scoring: { ...early, reviewAlone: -99 } };
const detection = {
  ...shipped,
  scoring: { ...early, reviewAlone: 99, act: 99 },
  shadows: [{ challenger: 'challenger', version: 'v', detection: bold }],
};

const deps: DetectDependencies = {
  ...{ redis, pool, log: createLogger('detect', 'silent'), clock: Date.now, workerId: 'w' },
  ...{ createEngine: (state) => createEngine(detection, state), counters: createDetectCounters() },
  ...{ idleFlushMs: 0, commitMaxBatches: 1, quietMs: () => Promise.resolve(1) },
  cacheBytes: () => 0,
};

async function send(minute: number): Promise<void> {
  const occurred_at = new Date(Date.UTC(2026, 2, 2, 10, minute)).toISOString();
  const event = { event_id: `e-${minute}`, account_id: 'a', model: 'm', occurred_at };
  const line = Buffer.from(JSON.stringify(event));
  const referenceAt = Date.parse(occurred_at);
  const record = { kind: 'event' as const, referenceAt, source: null, line };
  await writer.append(0, encodeBatch({ receivedAt: Date.now(), records: [record] }));
}

await t.test(
  'what a challenger would have done is committed once, by whatever owners, and raises nothing',
  async (t) => {
    for (const minute of [0, 1, 2]) {
      await send(minute);
      // Each owner evicts all that it knew: the account reaches the level anew for each.
      const session = await openSession(deps, 0);
      await stepSession(deps, session, new Map());
      await stepSession(deps, session, new Map());
    }
    const { rows } = await pool.query(
      `select subject_id, level, verdict, live_level, requests_seen::int as requests,
         to_char(raised_at at time zone 'UTC', 'HH24:MI') as at from shadow_findings`,
    );
    const found = { subject_id: 'a', level: 'review', verdict: 'raised', live_level: null };
    t.same(rows, [{ ...found, requests: 1, at: '10:01' }]);
    t.equal((await pool.query('select 1 from alerts union select 1 from cases')).rowCount, 0);
  },
);
