import { shippedDetectionSettings } from '../config/env.ts';
import type { UsageEvent } from '../services/contracts/usage-event.ts';
import { createCorrelator } from '../workers/detection/campaigns/create-correlator.ts';
import { createEngine } from '../workers/detection/create-engine.ts';
import type { AccountDigest } from '../workers/detection/engine.ts';
import type { Detection } from '../workers/detection/scoring/settings.ts';
import { loadDetection } from '../workers/load-detection.ts';
import { round, type Bench, type BenchTable } from './bench.ts';
import { measure } from './measure.ts';
import { simulatedLines, type SimulatedLines } from './simulated-lines.ts';

const eventsPerCommit = 1000;

interface EngineRun {
  readonly parseMs: number;
  readonly applyMs: number;
  readonly drainMs: number;
  readonly correlateMs: number;
  readonly findings: number;
  /** The last encoded profile of every account, in bytes and ascending. */
  readonly profileBytes: readonly number[];
}

/** One partition takes everything, in commits of a thousand events, as a worker under load does. */
async function runEngine({ accounts, lines }: SimulatedLines): Promise<EngineRun> {
  const detection = await loadDetection(shippedDetectionSettings);
  const engine = createEngine(detection);
  const digests: AccountDigest[] = [];
  const sizes = new Map<string, number>();
  const total = { parseMs: 0, applyMs: 0, drainMs: 0, findings: 0 };
  for (const account of accounts) {
    engine.load(account.account_id, null);
    engine.applyAccount(account);
  }
  for (let start = 0; start < lines.length; start += eventsPerCommit) {
    const slice = lines.slice(start, start + eventsPerCommit);
    let events: UsageEvent[] = [];
    const parse = await measure(() => {
      events = slice.map((line) => JSON.parse(line) as UsageEvent);
    });
    const apply = await measure(() => {
      for (const event of events) engine.applyEvent(event, Date.parse(event.occurred_at));
    });
    const drain = await measure(() => {
      const effects = engine.drain();
      for (const [accountId, bytes] of effects.profiles) sizes.set(accountId, bytes.length);
      total.findings += effects.findings.length;
      digests.push(...effects.digests);
    });
    total.parseMs += parse.cpuMs;
    total.applyMs += apply.cpuMs;
    total.drainMs += drain.cpuMs;
  }
  const correlateMs = await correlate(digests, detection);
  return { ...total, correlateMs, profileBytes: [...sizes.values()].sort((a, b) => a - b) };
}

/** The correlate worker's part: each tick's digests, then the tick closed; ms of CPU. */
async function correlate(digests: readonly AccountDigest[], detection: Detection): Promise<number> {
  const correlator = createCorrelator(detection);
  const ticks = [...Map.groupBy(digests, ({ tickAt }) => tickAt)].sort(([a], [b]) => a - b);
  const { cpuMs } = await measure(() => {
    for (const [tickAt, ofTick] of ticks) {
      ofTick.forEach(correlator.applyDigest);
      correlator.closeTick(tickAt);
    }
  });
  return cpuMs;
}

function tables(run: EngineRun, events: number): readonly BenchTable[] {
  const perEvent = (ms: number): number => round((ms * 1000) / events);
  const at = (share: number): number =>
    run.profileBytes[Math.floor(share * (run.profileBytes.length - 1))] ?? 0;
  const totalMs = run.parseMs + run.applyMs + run.drainMs;
  return [
    {
      title: 'Detection engine',
      columns: ['step', 'CPU us per event'],
      rows: [
        ['parse the JSON of the event', perEvent(run.parseMs)],
        ['fold into the profile, assess at ticks', perEvent(run.applyMs)],
        ['encode what a commit writes', perEvent(run.drainMs)],
        ['all', perEvent(totalMs)],
        ['beside it, correlate what changed', perEvent(run.correlateMs)],
        ['events a second on one core, without correlation', Math.round(events / (totalMs / 1000))],
      ],
      note: `One partition, ${String(events)} simulated events of ${String(run.profileBytes.length)} accounts, a commit every ${String(eventsPerCommit)} events, no I/O; ${String(run.findings)} findings.`,
    },
    {
      title: 'Encoded profiles',
      columns: ['median', '99 %', 'largest'],
      rows: [[at(0.5), at(0.99), at(1)]],
      note: 'Bytes of an account profile after its last commit, sub-streams included.',
    },
  ];
}

/** The pure engine alone: what detection costs without queue and stores. */
export const engine: Bench = {
  name: 'engine',
  run: async ({ isQuick }) => {
    const traffic = simulatedLines(isQuick ? 10_000 : 95_000);
    return tables(await runEngine(traffic), traffic.lines.length);
  },
};
