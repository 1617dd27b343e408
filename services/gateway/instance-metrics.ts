import { Counter, Gauge, type Registry } from 'prom-client';
import type { Logger } from '../logger.ts';
import { countPending, readOldestArrivals } from '../queue/queue-depth.ts';
import type { Redis } from '../queue/redis-connection.ts';
import { listWorkers, workerReport } from '../queue/worker-registry.ts';
import { readInstanceState } from '../storage/instance-state.ts';
import type { Pool } from '../storage/pool.ts';

interface InstanceMetricsOptions {
  readonly pool: Pool;
  readonly redis: Redis;
  readonly partitions: number;
  readonly clock: () => number;
  readonly log: Logger;
}

const roles = workerReport.shape.role.options;

function createGauges(registry: Registry) {
  const gauge = (name: string, help: string, labelNames: string[] = []) =>
    new Gauge({ name: `stillwatch_${name}`, help, labelNames, registers: [registry] });
  return {
    pending: gauge('queue_pending_batches', 'Batches that wait.', ['partition']),
    age: gauge('queue_oldest_age_seconds', 'Since the batch that waits longest arrived.', [
      'partition',
    ]),
    lag: gauge('event_lag_seconds', 'Since the newest event that was judged happened.', [
      'partition',
    ]),
    epoch: gauge('partition_epoch', 'How often a partition has changed hands.', ['partition']),
    workers: gauge('workers', 'Live workers.', ['role']),
    deadLetters: gauge('dead_letters', 'Batches that could not be read and were not replayed.'),
    deliveries: gauge('deliveries', 'Messages to endpoints that did not arrive yet.', ['state']),
    delay: gauge('delivery_delay_seconds', 'How far the delivery that waits longest is past due.'),
    open: gauge('open_cases', 'Cases that are open.'),
    overdue: gauge('overdue_cases', 'Open cases that somebody should have looked at by now.'),
  };
}

type Gauges = ReturnType<typeof createGauges>;

async function readQueue(gauges: Gauges, options: InstanceMetricsOptions): Promise<void> {
  const { redis, partitions, clock } = options;
  const [pending, oldest, ...live] = await Promise.all([
    countPending(redis, partitions),
    readOldestArrivals(redis, partitions),
    ...roles.map(async (role) => ({ role, count: (await listWorkers(redis, role)).length })),
  ]);
  for (const [partition, batches] of pending.entries()) {
    const arrivedAt = oldest[partition] ?? null;
    const age = arrivedAt === null ? 0 : Math.max(0, clock() - arrivedAt) / 1_000;
    gauges.pending.set({ partition }, batches);
    gauges.age.set({ partition }, age);
  }
  for (const { role, count } of live) gauges.workers.set({ role }, count);
}

async function readStored(gauges: Gauges, pool: Pool): Promise<void> {
  const state = await readInstanceState(pool);
  for (const { partition, epoch, lag } of state.leases) {
    gauges.epoch.set({ partition }, epoch);
    if (lag !== null) gauges.lag.set({ partition }, lag);
  }
  gauges.deadLetters.set(state.deadLetters);
  for (const [name, count] of Object.entries(state.deliveries)) {
    gauges.deliveries.set({ state: name }, count);
  }
  gauges.delay.set(state.deliveryDelay);
  gauges.open.set(state.openCases);
  gauges.overdue.set(state.overdueCases);
}

/**
 * What holds for the whole instance; every gateway says the same. Returns what reads it, to be called before the
 * metrics are given out. While a store is away its part is left out or NaN, and the failures are counted.
 */
export function createInstanceMetrics(
  registry: Registry,
  options: InstanceMetricsOptions,
): () => Promise<void> {
  const gauges = createGauges(registry);
  const { pending, age, workers, lag, epoch, deliveries, ...plain } = gauges;
  const failures = new Counter({
    name: 'stillwatch_instance_read_failures_total',
    help: 'How often the state of the instance could not be read, by store.',
    labelNames: ['store'] as const,
    registers: [registry],
  });
  failures.inc({ store: 'redis' }, 0);
  failures.inc({ store: 'postgres' }, 0);

  async function attempt(store: 'redis' | 'postgres', reading: Promise<void>, forget: () => void) {
    try {
      await reading;
    } catch (err) {
      forget();
      failures.inc({ store });
      options.log.warn({ err, store }, 'the state of the instance was not read for the metrics');
    }
  }

  const forgetQueue = () => {
    for (const gauge of [pending, age, workers]) gauge.reset();
  };
  const forgetStored = () => {
    for (const gauge of [lag, epoch, deliveries]) gauge.reset();
    // One without labels would fall back to 0, which would be a lie.
    for (const gauge of Object.values(plain)) gauge.set(NaN);
  };
  return async () => {
    await Promise.all([
      attempt('redis', readQueue(gauges, options), forgetQueue),
      attempt('postgres', readStored(gauges, options.pool), forgetStored),
    ]);
  };
}
