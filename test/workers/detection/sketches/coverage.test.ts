import fc from 'fast-check';
import t from 'tap';
import { createByteReader } from '../../../../workers/detection/sketches/byte-reader.ts';
import { createByteWriter } from '../../../../workers/detection/sketches/byte-writer.ts';
import { coverageOf } from '../../../../workers/detection/sketches/coverage-summary.ts';
import {
  addCell,
  createCoverage,
  decodeCoverage,
  encodeCoverage,
  mergeCoverage,
  type Coverage,
} from '../../../../workers/detection/sketches/coverage.ts';

function coverageFrom(cells: readonly number[], capacity = 64): Coverage {
  const coverage = createCoverage(capacity);
  for (const cell of cells) addCell(coverage, cell);
  return coverage;
}

function bytesOf(coverage: Coverage): Uint8Array {
  const writer = createByteWriter();
  encodeCoverage(writer, coverage);
  return writer.finish();
}

function exactCounts(cells: readonly number[]) {
  const counts = new Map<number, number>();
  for (const cell of cells) counts.set(cell, (counts.get(cell) ?? 0) + 1);
  const withCount = (wanted: number) =>
    [...counts.values()].filter((count) => count === wanted).length;
  return { distinct: counts.size, singletons: withCount(1), doubletons: withCount(2) };
}

const visits = fc.array(fc.nat(300), { maxLength: 400, size: 'max' });

t.test('figures are exact until the table overflows', async () => {
  fc.assert(
    fc.property(fc.array(fc.nat(50), { maxLength: 400, size: 'max' }), (cells) => {
      const { distinct, singletons, doubletons, observations } = coverageOf(coverageFrom(cells));
      const exact = exactCounts(cells);
      const isSame = distinct === exact.distinct && singletons === exact.singletons;
      return isSame && doubletons === exact.doubletons && observations === cells.length;
    }),
  );
});

t.test('figures stay free of bias after it overflows, with the stated error', async (t) => {
  // 4,000 cells, of which the first half is seen once and a quarter twice.
  const errors = {
    distinct: [] as number[],
    singletons: [] as number[],
    doubletons: [] as number[],
  };
  for (let run = 0; run < 200; run++) {
    const coverage = createCoverage(256);
    for (let cell = 0; cell < 4000; cell++) {
      const times = cell < 2000 ? 1 : cell < 3000 ? 2 : 5;
      for (let visit = 0; visit < times; visit++) addCell(coverage, run * 10_000 + cell);
    }
    const summary = coverageOf(coverage);
    errors.distinct.push(summary.distinct / 4000 - 1);
    errors.singletons.push(summary.singletons / 2000 - 1);
    errors.doubletons.push(summary.doubletons / 1000 - 1);
  }
  const limits = new Map([
    ['distinct', 0.09],
    ['singletons', 0.13],
    ['doubletons', 0.19],
  ]);
  for (const [name, list] of Object.entries(errors)) {
    const mean = list.reduce((sum, error) => sum + error, 0) / list.length;
    const rms = Math.sqrt(list.reduce((sum, error) => sum + error * error, 0) / list.length);
    t.ok(Math.abs(mean) < 0.03, `${name}: bias ${mean.toFixed(3)}`);
    t.ok(rms < (limits.get(name) ?? 0), `${name}: rms ${rms.toFixed(3)}`);
  }
});

t.test('the state does not depend on order, grouping or storing', async () => {
  fc.assert(
    fc.property(visits, visits, visits, (a, b, c) => {
      const whole = Buffer.from(bytesOf(coverageFrom([...c, ...a, ...b])));
      const left = coverageFrom(a);
      mergeCoverage(left, coverageFrom(b));
      mergeCoverage(left, coverageFrom(c));
      const right = decodeCoverage(createByteReader(bytesOf(coverageFrom(c))), 64);
      for (const cell of b) addCell(right, cell);
      mergeCoverage(right, coverageFrom(a));
      return whole.equals(bytesOf(left)) && whole.equals(bytesOf(right));
    }),
  );
});

t.test('takes at most 906 bytes whatever is visited', async () => {
  fc.assert(
    fc.property(fc.nat(20_000), fc.integer({ min: 1, max: 200 }), (cells, times) => {
      const coverage = createCoverage();
      for (let cell = 0; cell < cells; cell++) {
        for (let visit = 0; visit < (cells < 500 ? times : 1); visit++) addCell(coverage, cell);
      }
      return bytesOf(coverage).length <= 906;
    }),
    { numRuns: 20 },
  );
});

t.test('tables that cannot be are refused, and an empty one reads as nothing known', async (t) => {
  for (const broken of [
    [1, 0, 65],
    [1, 30, 1, 2],
    [1, 0, 1, 3, 0xff, 1],
  ]) {
    const reader = createByteReader(Uint8Array.from(broken));
    t.throws(() => decodeCoverage(reader, 64), { code: 'profile_undecodable' });
  }
  t.match(coverageOf(createCoverage()), { observations: 0, distinct: 0, unseenMass: 1, chao1: 0 });
});

t.test('chao1 finds the number of cells of a uniform space', async (t) => {
  let state = 1;
  const cells = Array.from({ length: 150 }, () => {
    state = (state * 48_271) % 0x7fffffff;
    return state % 120;
  });
  const { chao1, unseenMass } = coverageOf(coverageFrom(cells, 256));
  t.ok(chao1 > 95 && chao1 < 150, `chao1 ${chao1.toFixed(0)} of 120`);
  t.ok(unseenMass > 0.15 && unseenMass < 0.45, `unseen ${unseenMass.toFixed(2)}`);
});
