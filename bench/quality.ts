import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { backtest } from './backtest.ts';
import type { Bench, BenchOptions, BenchTable } from './bench.ts';
import { qualityTables } from './quality-tables.ts';
import { findLabelledTraffic } from './sample-data.ts';
import { writeSimulatedTraffic } from './write-traffic.ts';

async function judge(folder: string, { isQuick, dataFolder }: BenchOptions): Promise<BenchTable[]> {
  const accounts = isQuick ? 600 : 2500;
  const simulated = await writeSimulatedTraffic(join(folder, 'traffic'), { seed: 7, accounts });
  const tables = qualityTables('simulated traffic', (await backtest(simulated)).report);
  const development = isQuick ? undefined : findLabelledTraffic('dev', dataFolder);
  if (development === undefined) return tables;
  return [...tables, ...qualityTables('the dev traffic set', (await backtest(development)).report)];
}

/** Who is flagged, by what they are. The dev set is measured where this machine has it, and not in quick runs. */
export const quality: Bench = {
  name: 'quality',
  run: async (options) => {
    const folder = await mkdtemp(join(tmpdir(), 'stillwatch-quality-'));
    try {
      return await judge(folder, options);
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  },
};
