import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { shippedDetectionSettings } from '../config/env.ts';
import { readLabels } from '../services/cli/backtest/labels.ts';
import { loadDetection } from '../workers/load-detection.ts';
import type { Bench, BenchOptions, BenchTable } from './bench.ts';
import { fitTables } from './fit/fit-tables.ts';
import { leaveOneOut } from './fit/leave-out.ts';
import { recordMoments } from './fit/record-moments.ts';
import { subjectsOf } from './fit/subjects.ts';
import { findLabelledTraffic } from './sample-data.ts';
import { writeSimulatedTraffic } from './write-traffic.ts';

async function judge(folder: string, { isQuick, dataFolder }: BenchOptions): Promise<BenchTable[]> {
  const development = isQuick ? undefined : findLabelledTraffic('dev', dataFolder);
  const simulation = { seed: 7, accounts: isQuick ? 600 : 2500 };
  const traffic = development ?? (await writeSimulatedTraffic(join(folder, 'traffic'), simulation));
  const name = development === undefined ? 'simulated traffic' : 'the dev traffic set';
  const { scoring, detectors } = await loadDetection(shippedDetectionSettings);
  const detection = { scoring, detectors };
  const labels = await readLabels(traffic.labelsPath);
  const subjects = subjectsOf(await recordMoments(traffic, detection), labels, detection);
  return fitTables(name, leaveOneOut(subjects, detection), { detection, subjects });
}

/** Which weights labelled traffic asks for, and what is found of families that no weight was fitted on. */
export const fit: Bench = {
  name: 'fit',
  run: async (options) => {
    const folder = await mkdtemp(join(tmpdir(), 'stillwatch-fit-'));
    try {
      return await judge(folder, options);
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  },
};
