import { round, type Bench, type BenchTable } from './bench.ts';
import {
  simulateMachines,
  type Outcome,
  type Scenario,
  type Step,
} from './queueing/simulate-machines.ts';

/** Microseconds of CPU per event by role, and what was reached: the table of the whole pipeline in docs/benchmarks.md. */
interface Measured {
  readonly perRequest: number;
  readonly inFlight: number;
  readonly eventsPerSecond: number;
  readonly us: Readonly<Record<'generator' | 'gateway' | 'redis' | 'detect' | 'postgres', number>>;
}

const measured: readonly Measured[] = [
  {
    ...{ perRequest: 1000, inFlight: 4, eventsPerSecond: 25_874 },
    us: { generator: 0.991, gateway: 16.7, redis: 8.05, detect: 41.7, postgres: 1.45 },
  },
  {
    ...{ perRequest: 100, inFlight: 8, eventsPerSecond: 13_801 },
    us: { generator: 11.3, gateway: 28.8, redis: 17.6, detect: 53.6, postgres: 2.4 },
  },
  {
    ...{ perRequest: 1, inFlight: 64, eventsPerSecond: 2_721 },
    us: { generator: 140, gateway: 200, redis: 80, detect: 182, postgres: 15 },
  },
];
const measuredCores = 2;
/** Until a batch is on the disk: an assumption, which moves the latencies and hardly the throughput. */
const flushUs = 2_000;
const events = 200_000;

function scenarioOf({ perRequest, inFlight, us }: Measured): Omit<Scenario, 'cores' | 'processes'> {
  const step = (role: keyof Measured['us'], waitUs = 0): Step => {
    return { role, cpuUs: us[role] * perRequest, waitUs };
  };
  return {
    inFlight,
    requests: Math.ceil(events / perRequest / (perRequest === 1 ? 20 : 1)),
    before: [step('generator'), step('gateway'), step('redis', flushUs)],
    after: [step('detect'), step('postgres')],
  };
}

const rateOf = (load: Measured, requests: number, { endUs }: Outcome) =>
  (requests * load.perRequest * 1e6) / endUs;

function percentile(sorted: readonly number[], share: number): number {
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
}

function busiest({ utilisation }: Outcome): string {
  const [most] = [...utilisation].sort((a, b) => b[1] - a[1]);
  return most === undefined ? '' : `${most[0]}, ${String(Math.round(most[1] * 100))} %`;
}

function compare(load: Measured): (string | number)[] {
  const scenario = scenarioOf(load);
  const processes = { generator: 1, gateway: 1, redis: 1, detect: 2, postgres: 4 };
  const outcome = simulateMachines({ ...scenario, processes, cores: measuredCores });
  const rate = rateOf(load, scenario.requests, outcome);
  const sorted = outcome.latenciesUs.toSorted((a, b) => a - b);
  return [
    ...[load.perRequest, load.eventsPerSecond, Math.round(rate)],
    round(load.eventsPerSecond / rate),
    ...[round(percentile(sorted, 0.5) / 1000), round(percentile(sorted, 0.99) / 1000)],
    busiest(outcome),
  ];
}

/** Clusters that grow: the load comes from elsewhere, so the generator costs nothing here. */
const clusters = [
  { cores: 2, gateway: 1, redis: 1, detect: 2, postgres: 4 },
  { cores: 8, gateway: 2, redis: 1, detect: 6, postgres: 4 },
  { cores: 16, gateway: 4, redis: 1, detect: 12, postgres: 4 },
  { cores: 32, gateway: 9, redis: 1, detect: 24, postgres: 8 },
  { cores: 32, gateway: 8, redis: 3, detect: 20, postgres: 8 },
  { cores: 128, gateway: 32, redis: 12, detect: 80, postgres: 16 },
];

function grow({ cores, ...processes }: (typeof clusters)[number]): (string | number)[] {
  const [load] = measured;
  if (load === undefined) throw new RangeError('nothing was measured');
  const elsewhere = { ...load, us: { ...load.us, generator: 0.001 } };
  const inFlight = 16 * processes.gateway;
  const requests = 100 * inFlight;
  const scenario = { ...scenarioOf({ ...elsewhere, inFlight }), requests };
  const all = { ...processes, generator: inFlight };
  const outcome = simulateMachines({ ...scenario, processes: all, cores });
  const { gateway, redis, detect } = processes;
  return [
    ...[cores, gateway, redis, detect],
    Math.round(rateOf(load, requests, outcome)),
    busiest(outcome),
  ];
}

function run(): Promise<readonly BenchTable[]> {
  return Promise.resolve([
    {
      title: 'Queueing: one machine, measured and simulated',
      columns: [
        ...[
          'events a request',
          'measured, events/s',
          'simulated, events/s',
          'measured of simulated',
        ],
        ...['acknowledged, median ms', '99 %, ms', 'busiest process'],
      ],
      rows: measured.map(compare),
      note: 'A discrete-event simulation of processes that share cores, each with the CPU time per event that was measured. It knows no garbage collector, no cache and no other work of the machine, so the measured figure falls short of it.',
    },
    {
      title: 'Queueing: more machines, simulated',
      columns: [
        'cores',
        'gateways',
        'Redis masters',
        'detect workers',
        'events/s',
        'busiest process',
      ],
      rows: clusters.map(grow),
      note: '1,000 events a request, sent from elsewhere; without the correlate worker, whose work follows the accounts that change and not the events.',
    },
  ]);
}

/** Where the next limit lies, from what one machine costs. */
export const queueing: Bench = { name: 'queueing', run };
