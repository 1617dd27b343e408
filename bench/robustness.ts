import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { backtest, type JudgedTraffic } from './backtest.ts';
import type { Bench, BenchOptions, BenchTable } from './bench.ts';
import { compareJudged } from './robustness/compare.ts';
import { delayArrivals } from './robustness/late-arrivals.ts';
import { fewerFields } from './robustness/variants.ts';
import { writeTwice, writeVariant } from './robustness/write-variant.ts';
import { findLabelledTraffic, type LabelledTraffic } from './sample-data.ts';
import { writeSimulatedTraffic } from './write-traffic.ts';

const columns = [
  'variant',
  'recall',
  'points lost in the worst scenario',
  'benign flagged',
  'of them new',
  'flagged differently',
  'identical findings',
];

const note =
  'The same traffic with less in it or in another order, against itself as it stands, at the review level. Arrivals are shuffled in process, through the engine in the order of arrival. Volume is left alone: fewer requests are other traffic, not the same seen worse.';

function row(name: string, plain: JudgedTraffic, variant: JudgedTraffic): string[] {
  const { recall, false_positive_rate: benign } = variant.report;
  const compared = compareJudged(plain, variant);
  const { worst, newlyFlaggedBenign, flaggedDifferently, isIdentical } = compared;
  return [
    name,
    `${(100 * (recall.value ?? 0)).toFixed(1)} %`,
    worst === null ? '0' : `${worst.points.toFixed(1)} (${worst.scenario})`,
    `${benign.count} of ${benign.of}`,
    String(newlyFlaggedBenign),
    String(flaggedDifferently),
    isIdentical ? 'yes' : 'no',
  ];
}

async function compareVariants(traffic: LabelledTraffic, folder: string): Promise<string[][]> {
  const plain = await backtest(traffic);
  const rows = [row('as it stands', plain, plain)];
  for (const variant of fewerFields) {
    const judged = await backtest(await writeVariant(traffic, variant, folder));
    rows.push(row(variant.name, plain, judged));
  }
  const twice = await backtest(await writeTwice(traffic, folder));
  rows.push(row('another order, sent twice', plain, twice));
  const late = await backtest(traffic, delayArrivals);
  rows.push(row('arrivals shuffled within ten minutes', plain, late));
  return rows;
}

async function judge(folder: string, { isQuick, dataFolder }: BenchOptions): Promise<BenchTable[]> {
  const development = isQuick ? undefined : findLabelledTraffic('dev', dataFolder);
  const simulation = { seed: 7, accounts: isQuick ? 600 : 2500 };
  const traffic = development ?? (await writeSimulatedTraffic(join(folder, 'traffic'), simulation));
  const name = development === undefined ? 'simulated traffic' : 'the dev traffic set';
  const rows = await compareVariants(traffic, folder);
  return [{ title: `Robustness on ${name}`, columns, rows, note }];
}

/** Whether the findings hold when a gateway logs less, sends twice or sends late. */
export const robustness: Bench = {
  name: 'robustness',
  run: async (options) => {
    const folder = await mkdtemp(join(tmpdir(), 'stillwatch-robustness-'));
    try {
      return await judge(folder, options);
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  },
};
