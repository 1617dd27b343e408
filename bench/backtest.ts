import { shippedDetectionSettings } from '../config/env.ts';
import { reportLabels, type LabelReport } from '../services/cli/backtest/label-report.ts';
import { readLabels } from '../services/cli/backtest/labels.ts';
import { runBacktest } from '../services/cli/backtest/run.ts';
import { readEventFiles } from '../services/cli/event-files.ts';
import { createLineStore } from '../services/cli/line-store.ts';
import { readLines } from '../services/cli/read-lines.ts';
import { createCorrelator } from '../workers/detection/campaigns/create-correlator.ts';
import { createEngine } from '../workers/detection/create-engine.ts';
import { loadDetection } from '../workers/load-detection.ts';
import type { LabelledTraffic } from './sample-data.ts';

/** What `stillwatch backtest` reports of labelled traffic, with the shipped settings. */
export async function backtest(traffic: LabelledTraffic): Promise<LabelReport> {
  const detection = await loadDetection(shippedDetectionSettings);
  const accounts = createLineStore();
  await readLines(traffic.accountsPath, { onLine: accounts.push });
  const outcome = runBacktest({
    events: await readEventFiles([traffic.eventsPath]),
    accounts,
    engine: createEngine(detection),
    correlator: createCorrelator(detection),
  });
  return reportLabels(outcome, await readLabels(traffic.labelsPath));
}
