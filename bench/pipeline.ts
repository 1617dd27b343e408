import { Redis } from 'ioredis';
import pg from 'pg';
import type { Instance } from '../services/runtime/instance.ts';
import { round, type Bench, type BenchOptions, type BenchTable } from './bench.ts';
import { bodiesOf } from './bodies.ts';
import { postBodies } from './load-generator.ts';
import { cpuByRole } from './process-usage.ts';
import { withOwnInstance } from './rig.ts';
import { atLiveRate, simulatedLines } from './simulated-lines.ts';
import { untilApplied } from './until-applied.ts';

interface Load {
  readonly batchSize: number;
  readonly events: number;
  readonly inFlight: number;
  /** Live: `liveRate` events a second of event time. A replay keeps the times as they are, seconds to minutes apart. */
  readonly pace: 'live' | 'replay';
}

/** Events a second of event time. */
const liveRate = 2000;
const warmUp: Load = { batchSize: 500, events: 9000, inFlight: 4, pace: 'replay' };
const loads: readonly Load[] = [
  { batchSize: 1000, events: 200_000, inFlight: 4, pace: 'live' },
  { batchSize: 100, events: 25_000, inFlight: 8, pace: 'live' },
  { batchSize: 1, events: 6000, inFlight: 64, pace: 'live' },
];
const replay: Load = { batchSize: 1000, events: 40_000, inFlight: 4, pace: 'replay' };
const partitions = 8;
const roles = ['gateway', 'detect', 'correlate', 'redis', 'postgres'] as const;

interface Rig {
  readonly instance: Instance;
  readonly redis: Redis;
  readonly pool: pg.Pool;
}

async function withRig<T>(use: (rig: Rig) => Promise<T>): Promise<T> {
  const settings = { PARTITIONS: String(partitions), QUEUE_DEPTH_LIMIT: '100000' };
  return withOwnInstance(settings, async (instance) => {
    const redis = new Redis(instance.redisUrl);
    const pool = new pg.Pool({ connectionString: instance.databaseUrl, max: 2 });
    try {
      return await use({ instance, redis, pool });
    } finally {
      redis.disconnect();
      await pool.end();
    }
  });
}

function timeOf(line: string | undefined): number {
  const { occurred_at } = JSON.parse(line ?? '{}') as { occurred_at: string };
  return Date.parse(occurred_at);
}

function pacedLines(lines: readonly string[], { pace }: Load): readonly string[] {
  if (pace === 'replay') return lines;
  return atLiveRate(lines, { startAt: Date.now(), eventsPerSecond: liveRate });
}

async function runLoad(
  rig: Rig,
  lines: readonly string[],
  load: Load,
): Promise<(string | number)[]> {
  const { instance, redis, pool } = rig;
  const bodies = bodiesOf(lines, load.batchSize);
  const before = await cpuByRole();
  const ownBefore = process.cpuUsage();
  const startedAt = performance.now();
  await postBodies('/v1/events', bodies, {
    gatewayUrl: instance.gatewayUrl,
    key: instance.credentials.keys.ingest,
    inFlight: load.inFlight,
    referenceAt: timeOf(lines.at(-1)),
  });
  const acknowledgedMs = performance.now() - startedAt;
  await untilApplied(redis, pool, partitions);
  const committedMs = performance.now() - startedAt;
  const own = process.cpuUsage(ownBefore);
  const after = await cpuByRole();
  const perEvent = (ms: number): number => round((ms * 1000) / lines.length);
  return [
    `${String(load.batchSize)}, ${load.pace}`,
    Math.round(lines.length / (committedMs / 1000)),
    Math.round(lines.length / (acknowledgedMs / 1000)),
    ...roles.map((role) => perEvent((after.get(role) ?? 0) - (before.get(role) ?? 0))),
    perEvent((own.user + own.system) / 1000),
  ];
}

async function runAll(rig: Rig, isQuick: boolean): Promise<(string | number)[][]> {
  const share = isQuick ? 0.1 : 1;
  const planned = [warmUp, replay, ...loads].map((load) => ({
    ...load,
    events: load.events * share,
  }));
  const total = planned.reduce((sum, load) => sum + load.events, 0);
  const { accounts, lines } = simulatedLines(total);
  const target = {
    gatewayUrl: rig.instance.gatewayUrl,
    key: rig.instance.credentials.keys.ingest,
    inFlight: 1,
    referenceAt: timeOf(lines.at(-1)),
  };
  const records = accounts.map((account) => JSON.stringify(account));
  await postBodies('/v1/accounts', bodiesOf(records, 1000), target);
  const rows: (string | number)[][] = [];
  let from = 0;
  for (const load of planned) {
    rows.push(await runLoad(rig, pacedLines(lines.slice(from, from + load.events), load), load));
    from += load.events;
  }
  const [, replayed = [], ...live] = rows;
  return [...live, replayed];
}

async function run({ isQuick }: BenchOptions): Promise<readonly BenchTable[]> {
  const rows = await withRig((rig) => runAll(rig, isQuick));
  return [
    {
      title: 'Whole pipeline',
      columns: [
        'events a request',
        'events/s to committed alerts',
        'events/s acknowledged',
        ...roles.map((role) => `${role}, us`),
        'load generator, us',
      ],
      rows,
      note: `Simulated traffic over HTTP to the gateway, through Redis (appendfsync always) and two detect workers, until PostgreSQL holds every effect; everything, the load generator included, on this machine. Live: event time moves by a second every ${String(liveRate)} events; replay: a week of 2,500 accounts as fast as it goes, so that nearly every event meets an assessment tick and every few dozen a correlation tick. The last columns are CPU time per event of each role.`,
    },
  ];
}

/** From the load generator to committed alerts, with the real processes. */
export const pipeline: Bench = { name: 'pipeline', run };
