import { setTimeout as delay } from 'node:timers/promises';
import { Redis } from 'ioredis';
import pg from 'pg';
import { countPending } from '../services/queue/queue-depth.ts';
import type { Instance } from '../services/runtime/instance.ts';
import { simulate } from '../services/simulate/simulate.ts';
import { round, type Bench, type BenchOptions, type BenchTable } from './bench.ts';
import { postBodies } from './load-generator.ts';
import { residentByRole } from './process-usage.ts';
import { withOwnInstance } from './rig.ts';
import { untilApplied } from './until-applied.ts';

const minutes = 30;
const quickMinutes = 1;
const eventsPerSecond = 400;
const perRequest = 100;
const samples = 10;
const partitions = 8;
/** Ids that were seen are kept for two days: 8 bytes each in Redis. */
const bytesPerSeenId = 8;
const roles = ['gateway', 'detect', 'correlate', 'review'] as const;

interface Rig {
  readonly instance: Instance;
  readonly redis: Redis;
  sent: number;
}

/** The demo's traffic for as long as it is asked for, with times of now; the accounts stay the same. */
function* createBodies(startAt: number): Iterable<Buffer> {
  let count = 0;
  let lines: string[] = [];
  for (const event of simulate({ seed: 42, days: 60 }).events) {
    const at = startAt + (count * 1000) / eventsPerSecond;
    lines.push(JSON.stringify({ ...event, occurred_at: new Date(at).toISOString() }));
    count += 1;
    if (lines.length < perRequest) continue;
    yield Buffer.from(lines.join('\n'));
    lines = [];
  }
}

async function sendSteadily(rig: Rig, endAt: number): Promise<void> {
  const startAt = Date.now();
  const { gatewayUrl, credentials } = rig.instance;
  for (const body of createBodies(startAt)) {
    const dueAt = startAt + (rig.sent * 1000) / eventsPerSecond;
    if (dueAt > endAt) return;
    await delay(Math.max(0, dueAt - Date.now()));
    const target = { gatewayUrl, key: credentials.keys.ingest, inFlight: 1, referenceAt: dueAt };
    await postBodies('/v1/events', [body], target);
    rig.sent += perRequest;
  }
}

const megabytes = (bytes: number) => round(bytes / 1_000_000);

async function sample({ redis, sent }: Rig, minute: number): Promise<(string | number)[]> {
  const resident = await residentByRole();
  const used = Number(/used_memory:(\d+)/.exec(await redis.info('memory'))?.[1]);
  const pending = await countPending(redis, partitions);
  return [
    round(minute),
    sent,
    ...roles.map((role) => megabytes(resident.get(role) ?? 0)),
    megabytes(used),
    megabytes(used - sent * bytesPerSeenId),
    pending.reduce((sum, count) => sum + count, 0),
  ];
}

async function soakOne(instance: Instance, length: number): Promise<(string | number)[][]> {
  const redis = new Redis(instance.redisUrl);
  const pool = new pg.Pool({ connectionString: instance.databaseUrl, max: 1 });
  const rig: Rig = { instance, redis, sent: 0 };
  const rows: (string | number)[][] = [];
  try {
    const sending = sendSteadily(rig, Date.now() + length * 60_000);
    for (let count = 1; count <= samples; count += 1) {
      await delay((length * 60_000) / samples);
      rows.push(await sample(rig, (count * length) / samples));
    }
    await sending;
    await untilApplied(redis, pool, partitions);
    return rows;
  } finally {
    redis.disconnect();
    await pool.end();
  }
}

async function run({ isQuick }: BenchOptions): Promise<readonly BenchTable[]> {
  const length = isQuick ? quickMinutes : minutes;
  const settings = { PARTITIONS: String(partitions) };
  const rows = await withOwnInstance(settings, (instance) => soakOne(instance, length));
  return [
    {
      title: 'Soak',
      columns: [
        ...['minute', 'events sent', ...roles.map((role) => `${role}, MB`)],
        ...['Redis, MB', 'without seen ids, MB', 'batches waiting'],
      ],
      rows,
      note: `${String(eventsPerSecond)} events a second of the demo's 2,500 accounts for ${String(length)} minutes. Resident memory of all processes of a role. Ids that were seen are kept for two days by design, 8 bytes each in Redis and 17 to 48 in the memory of the detect workers, so that these grow for two days at any rate of traffic; one column leaves them out.`,
    },
  ];
}

/** Whether memory and Redis stay flat under steady traffic. Half an hour long, so only when it is asked for. */
export const soak: Bench = { name: 'soak', run };
