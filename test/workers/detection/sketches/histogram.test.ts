import fc from 'fast-check';
import t from 'tap';
import { createByteReader } from '../../../../workers/detection/sketches/byte-reader.ts';
import { createByteWriter } from '../../../../workers/detection/sketches/byte-writer.ts';
import {
  entropyOf,
  modalShareOf,
  normalisedEntropyOf,
  quantileOf,
  totalVariationOf,
} from '../../../../workers/detection/sketches/histogram-summary.ts';
import {
  addToBin,
  addValue,
  binOf,
  createHistogram,
  decodeHistogram,
  encodeHistogram,
  lowerEdge,
  mergeHistogram,
  totalOf,
  type Histogram,
} from '../../../../workers/detection/sketches/histogram.ts';

const spec = { first: 4, perOctave: 2, bins: 32 };

function histogramOf(values: readonly number[]): Histogram {
  const histogram = createHistogram(spec.bins);
  for (const value of values) addValue(histogram, value, spec);
  return histogram;
}

const values = fc.array(fc.double({ min: 0, max: 1e6, noNaN: true }), { minLength: 1 });
const counts = fc.array(fc.oneof(fc.constant(0), fc.nat(0xffffffff)), {
  minLength: 32,
  maxLength: 32,
});

t.test('a value lies between the edges of its bin', async (t) => {
  fc.assert(
    fc.property(fc.double({ noNaN: true }), (value) => {
      const bin = binOf(value, spec);
      const isAbove = bin === 0 || value >= lowerEdge(bin, spec) * (1 - 1e-12);
      return isAbove && (bin === spec.bins - 1 || value <= lowerEdge(bin + 1, spec) * (1 + 1e-12));
    }),
  );
  t.equal(binOf(Number.NaN, spec), 0);
  t.equal(binOf(Infinity, spec), spec.bins - 1);
});

t.test('quantiles differ from exact ones by at most one bin', async (t) => {
  fc.assert(
    fc.property(values, fc.double({ min: 0, max: 1, noNaN: true }), (sample, q) => {
      const exact =
        sample.toSorted((a, b) => a - b)[Math.max(0, Math.ceil(q * sample.length) - 1)] ?? 0;
      const got = quantileOf(histogramOf(sample), spec, q);
      if (exact < spec.first) return got <= spec.first;
      if (binOf(exact, spec) === spec.bins - 1) return got === lowerEdge(spec.bins - 1, spec);
      const ratio = got / exact;
      return ratio < 2 ** 0.5 + 1e-9 && ratio > 2 ** -0.5 - 1e-9;
    }),
  );
  t.equal(quantileOf(createHistogram(32), spec, 0.5), 0);
});

t.test('merging equals counting everything at once and the bytes come back the same', async () => {
  fc.assert(
    fc.property(values, values, (a, b) => {
      const merged = histogramOf(a);
      mergeHistogram(merged, histogramOf(b));
      return (
        merged.join() === histogramOf([...b, ...a]).join() &&
        totalOf(merged) === a.length + b.length
      );
    }),
  );
  fc.assert(
    fc.property(counts, (list) => {
      const writer = createByteWriter();
      encodeHistogram(writer, list);
      const reader = createByteReader(writer.finish());
      return (
        decodeHistogram(reader, 32).every((count, bin) => count === list[bin]) &&
        reader.remaining === 0
      );
    }),
  );
});

t.test('counts stop at their largest value', async (t) => {
  const histogram = createHistogram(2);
  addToBin(histogram, 1, 0xffffffff);
  addToBin(histogram, 1);
  t.equal(histogram[1], 0xffffffff);
});

t.test('more bins than expected are refused', async (t) => {
  const reader = createByteReader(Uint8Array.of(40));
  t.throws(() => decodeHistogram(reader, 32), { code: 'profile_undecodable' });
});

t.test(
  'entropy, modal share and variation have their extremes where the shape has them',
  async (t) => {
    const flat = [5, 5, 5, 5];
    const peaked = [0, 20, 0, 0];
    t.equal(entropyOf(flat), Math.log(4));
    t.equal(normalisedEntropyOf(flat), 1);
    t.equal(entropyOf(peaked), 0);
    t.equal(entropyOf(createHistogram(4)), 0);
    t.equal(modalShareOf(flat), 0.25);
    t.equal(modalShareOf(peaked), 1);
    t.equal(modalShareOf(createHistogram(4)), 0);
    t.equal(totalVariationOf(flat, peaked), 0.75);
    t.equal(totalVariationOf(peaked, [0, 1, 0, 0]), 0);
    t.equal(totalVariationOf(peaked, createHistogram(4)), 1);
  },
);
