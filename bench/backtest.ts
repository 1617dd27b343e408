import { shippedDetectionSettings } from '../config/env.ts';
import { reportLabels, type LabelReport } from '../services/cli/backtest/label-report.ts';
import { readLabels, type Label } from '../services/cli/backtest/labels.ts';
import { locateAttacks } from '../services/cli/backtest/locate-attacks.ts';
import type { BacktestOutcome } from '../services/cli/backtest/outcome.ts';
import type { TimedLines } from '../services/cli/backtest/run-shard.ts';
import { runBacktest } from '../services/cli/backtest/run.ts';
import { localFile } from '../services/cli/inputs/local-file.ts';
import { readEvents } from '../services/cli/inputs/read-events.ts';
import { createLineStore } from '../services/cli/line-store.ts';
import { readLines } from '../services/cli/inputs/read-lines.ts';
import { createCorrelator } from '../workers/detection/campaigns/create-correlator.ts';
import { createEngine } from '../workers/detection/create-engine.ts';
import { loadDetection } from '../workers/load-detection.ts';
import type { LabelledTraffic } from './sample-data.ts';

export interface JudgedTraffic {
  readonly outcome: BacktestOutcome;
  readonly labels: readonly Label[];
  readonly report: LabelReport;
}

/** What `stillwatch backtest` makes of labelled traffic, with the shipped settings; `arrange` may give the events another order. */
export async function backtest(
  traffic: LabelledTraffic,
  arrange: (events: TimedLines) => TimedLines = (events) => events,
): Promise<JudgedTraffic> {
  const detection = await loadDetection(shippedDetectionSettings);
  const events = await readEvents([traffic.eventsPath].map(localFile));
  const labels = await readLabels(traffic.labelsPath);
  const accounts = createLineStore();
  await readLines(traffic.accountsPath, { onLine: accounts.push });
  const outcome = runBacktest({
    events: arrange(events),
    accounts,
    engine: createEngine(detection),
    correlator: createCorrelator(detection),
  });
  const attackTimes = locateAttacks(events, labels);
  const report = reportLabels(outcome, labels, { stated: detection.scoring, attackTimes });
  return { outcome, labels, report };
}
