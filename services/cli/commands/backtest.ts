import { availableParallelism } from 'node:os';
import { createCorrelator } from '../../../workers/detection/campaigns/create-correlator.ts';
import { createEngine } from '../../../workers/detection/create-engine.ts';
import { loadDetection } from '../../../workers/load-detection.ts';
import type { Detection } from '../../../workers/detection/scoring/settings.ts';
import { AppError } from '../../errors.ts';
import { compareOutcomes, type Comparison } from '../backtest/compare-outcomes.ts';
import { reportLabels, type LabelReport } from '../backtest/label-report.ts';
import { readLabels } from '../backtest/labels.ts';
import { locateAttacks } from '../backtest/locate-attacks.ts';
import type { BacktestOutcome } from '../backtest/outcome.ts';
import { runBacktest, runBacktestOnThreads } from '../backtest/run.ts';
import { showComparison } from '../backtest/show-comparison.ts';
import { toReportJson, toReportText } from '../backtest/show-report.ts';
import { writeLines } from '../backtest/write-lines.ts';
import { readArgs, readCount, type Command, type CommandContext } from '../command.ts';
import {
  chooseInputs,
  inputOptions,
  inputUsage,
  type ChosenInputs,
} from '../inputs/input-options.ts';
import { readEvents, type Events } from '../inputs/read-events.ts';
import { readLines } from '../inputs/read-lines.ts';
import { createLineStore, type LineStore } from '../line-store.ts';

const options = {
  ...inputOptions,
  events: { type: 'string', multiple: true, default: [] as string[] },
  accounts: { type: 'string' },
  labels: { type: 'string' },
  settings: { type: 'string' },
  challenger: { type: 'string' },
  findings: { type: 'string' },
  scores: { type: 'string' },
  threads: { type: 'string' },
  json: { type: 'boolean', default: false },
} as const;

type Values = ReturnType<typeof readArgs<typeof options>>['values'];

async function readAll({ inputs, format }: ChosenInputs, { createBar, note }: CommandContext) {
  const all = inputs.reduce((sum, { bytes }) => sum + bytes, 0);
  const bar = createBar('read    ');
  const onBytes = (done: number) => bar.update(done, all);
  const events = await readEvents(inputs, { format, onBytes }).finally(bar.end);
  const { count, errors } = events.refused;
  if (count > 0)
    note(`${count} records are no usage event, the first: ${errors[0]?.message ?? ''}`);
  return events;
}

async function readAccounts(path: string | undefined): Promise<LineStore> {
  const lines = createLineStore();
  if (path !== undefined) await readLines(path, { onLine: lines.push });
  return lines;
}

// Starting threads takes longer than judging a small log.
const worthThreads = 50_000;

function chooseThreads(given: string | undefined, events: number): number {
  if (given !== undefined) return readCount('threads', given);
  return events < worthThreads ? 1 : Math.min(4, availableParallelism());
}

interface Input {
  readonly detection: Detection;
  /** The file that it comes from: each thread reads it for itself. */
  readonly settings: string;
  readonly events: Events;
}

async function run(
  { detection, settings, events }: Input,
  values: Values,
  context: CommandContext,
): Promise<BacktestOutcome> {
  const accounts = await readAccounts(values.accounts);
  const bar = context.createBar('backtest');
  const onProgress = (done: number) => bar.update(done, events.length, `${done} events`);
  const threads = chooseThreads(values.threads, events.length);
  const input = { events, accounts, correlator: createCorrelator(detection), onProgress };
  const startedAt = performance.now();
  const outcome =
    threads === 1
      ? runBacktest({ ...input, engine: createEngine(detection) })
      : await runBacktestOnThreads({ ...input, threads, settings });
  bar.end();
  const seconds = (performance.now() - startedAt) / 1_000;
  const rate = Math.round(events.length / Math.max(seconds, 0.001));
  context.note(`${events.length} events judged in ${seconds.toFixed(1)} s (${rate} a second)`);
  return outcome;
}

async function loadSettings(settings: string): Promise<Omit<Input, 'events'>> {
  return { settings, detection: await loadDetection(settings) };
}

interface Judged {
  readonly outcome: BacktestOutcome;
  readonly report: LabelReport | undefined;
  readonly comparison: Comparison | undefined;
}

function print({ outcome, report, comparison }: Judged, isJson: boolean, context: CommandContext) {
  if (isJson) {
    const challenger = comparison === undefined ? {} : { challenger: comparison };
    context.print(JSON.stringify({ ...toReportJson(outcome, report), ...challenger }));
    return;
  }
  toReportText(outcome, report).forEach(context.print);
  if (comparison !== undefined) showComparison(comparison).forEach(context.print);
}

function readValues(args: readonly string[]): Values {
  const { values, positionals } = readArgs({ args, options });
  if (positionals.length > 0) {
    throw new AppError('usage', `Name event files with --events: '${positionals[0] ?? ''}'.`);
  }
  if (values.events.length === 0) {
    throw new AppError('usage', 'Name at least one file: stillwatch backtest --events FILE.');
  }
  return values;
}

export const backtestCommand: Command = {
  name: 'backtest',
  summary: 'run the detection over a historical log, offline',
  usage: `stillwatch backtest --events PLACE [--events PLACE...] [--format NAME] [--include GLOB] [--exclude GLOB]
  [--endpoint URL] [--accounts FILE] [--labels FILE] [--settings FILE] [--challenger FILE] [--findings OUT] [--scores OUT] [--threads N] [--json]

Runs the shipped detection, correlation included, in event time, without Redis and Postgres. Files come in any
order; a repeated event counts once. --findings and --scores write NDJSON; with --labels it
prints precision, recall and false-positive rate with exact intervals, what was sent before detection, stated against
realised false-positive rates, and each labelled campaign. Without --settings it takes those of the workers
(DETECTION_SETTINGS); --challenger judges the log a second time with another file and compares whom each flags. The
same input gives the same bytes.

${inputUsage}`,
  run: async (args, context) => {
    const values = readValues(args);
    // Read before the long part, so that a wrong file is told at once.
    const labels = values.labels === undefined ? undefined : await readLabels(values.labels);
    // What the workers of this machine run, unless another file is named.
    const settings = values.settings ?? context.loadEnv().detectionSettings;
    const live = await loadSettings(settings);
    const other =
      values.challenger === undefined ? undefined : await loadSettings(values.challenger);
    const chosen = await chooseInputs(values.events, values, context.loadEnv());
    const events = await readAll(chosen, context);
    const outcome = await run({ ...live, events }, values, context);
    if (values.findings !== undefined) await writeLines(values.findings, outcome.findings);
    if (values.scores !== undefined) await writeLines(values.scores, outcome.scores);
    const report =
      labels === undefined
        ? undefined
        : reportLabels(outcome, labels, {
            stated: live.detection.scoring,
            attackTimes: locateAttacks(events, labels),
          });
    // A run of its own, campaigns included: exact, where the shadow of a live system shares live's groups.
    const comparison =
      other === undefined
        ? undefined
        : compareOutcomes(outcome, await run({ ...other, events }, values, context), labels);
    print({ outcome, report, comparison }, values.json, context);
    return 0;
  },
};
