import { addToBottomK, createBottomK } from '../workers/detection/sketches/bottom-k.ts';
import { addCell, createCoverage, mergeCoverage } from '../workers/detection/sketches/coverage.ts';
import { hashString32, mix32 } from '../workers/detection/sketches/hash.ts';
import { addValue, createHistogram } from '../workers/detection/sketches/histogram.ts';
import {
  addHash,
  createHyperLogLog,
  mergeHyperLogLog,
} from '../workers/detection/sketches/hyper-log-log.ts';
import { addToMinHash, createMinHash } from '../workers/detection/sketches/min-hash.ts';
import { addKey, createSpaceSaving } from '../workers/detection/sketches/space-saving.ts';
import { round, type Bench } from './bench.ts';
import { cpuPerOperation } from './measure.ts';

type Step = (index: number) => void;

function steps(): readonly (readonly [operation: string, step: Step])[] {
  const hll = createHyperLogLog();
  const coverage = createCoverage();
  const heavy = createSpaceSaving();
  const minHash = createMinHash();
  const bottomK = createBottomK();
  const spec = { first: 1, perOctave: 1, bins: 22 };
  const histogram = createHistogram(spec.bins);
  const [otherHll, otherCoverage] = [createHyperLogLog(), createCoverage()];
  for (let i = 0; i < 5000; i += 1) {
    addHash(otherHll, i);
    addCell(otherCoverage, i);
  }
  const text = 'Compare the retry queue with the cache layer for one request and say what differs.';
  return [
    ['hash of 80 characters', (index) => hashString32(text, index)],
    ['HyperLogLog, add', (index) => addHash(hll, index)],
    ['HyperLogLog, merge', () => mergeHyperLogLog(hll, otherHll)],
    ['coverage counts, add', (index) => addCell(coverage, index % 3000)],
    ['coverage counts, merge', () => mergeCoverage(createCoverage(), otherCoverage)],
    ['heavy hitters, add', (index) => addKey(heavy, mix32(index % 500))],
    ['MinHash, add', (index) => addToMinHash(minHash, index)],
    ['bottom-k sample, add', (index) => addToBottomK(bottomK, mix32(index), 'event')],
    ['histogram, add', (index) => addValue(histogram, index, spec)],
  ];
}

/** What one operation of each sketch costs. */
export const sketches: Bench = {
  name: 'sketches',
  run: async ({ isQuick }) => {
    const operations = isQuick ? 20_000 : 300_000;
    const rows: (string | number)[][] = [];
    for (const [operation, step] of steps()) {
      const cost = await cpuPerOperation(operations, () => {
        for (let i = 0; i < operations; i += 1) step(i);
      });
      rows.push([operation, round(cost * 1000)]);
    }
    return [
      {
        title: 'Sketches',
        columns: ['operation', 'ns'],
        rows,
        note: 'CPU time of one operation on one sketch, the best of three runs.',
      },
    ];
  },
};
