import { shippedDetectionSettings } from '../config/env.ts';
import type { UsageEvent } from '../services/contracts/usage-event.ts';
import { createEngine } from '../workers/detection/create-engine.ts';
import { loadDetection } from '../workers/load-detection.ts';
import { round, type Bench, type BenchTable } from './bench.ts';
import { measure } from './measure.ts';
import { simulatedLines, type SimulatedLines } from './simulated-lines.ts';

const eventsPerCommit = 1000;

interface EngineRun {
  readonly parseMs: number;
  readonly applyMs: number;
  readonly drainMs: number;
  readonly findings: number;
  /** The last encoded profile of every account, in bytes and ascending. */
  readonly profileBytes: readonly number[];
}

/** One partition takes everything, in commits of a thousand events, as a worker under load does. */
async function runEngine({ accounts, lines }: SimulatedLines): Promise<EngineRun> {
  const engine = createEngine(await loadDetection(shippedDetectionSettings));
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
    });
    total.parseMs += parse.cpuMs;
    total.applyMs += apply.cpuMs;
    total.drainMs += drain.cpuMs;
  }
  return { ...total, profileBytes: [...sizes.values()].sort((a, b) => a - b) };
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
        ['events a second on one core', Math.round(events / (totalMs / 1000))],
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
