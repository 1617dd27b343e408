import fc from 'fast-check';
import t from 'tap';
import { logRamp, ramp } from '../../../../workers/detection/scoring/ramp.ts';

const number = fc.double({ min: -1e6, max: 1e6, noNaN: true });

t.test('a ramp is 0 before it, 1 after it and straight between', async (t) => {
  const cases: [value: number, from: number, to: number, expected: number][] = [
    [-5, 0, 4, 0],
    [0, 0, 4, 0],
    [1, 0, 4, 0.25],
    [4, 0, 4, 1],
    [99, 0, 4, 1],
    [0.3, 0.4, 0.2, 0.5],
    [0.5, 0.4, 0.2, 0],
    [0, 0.4, 0.2, 1],
  ];
  for (const [value, from, to, expected] of cases) {
    t.ok(Math.abs(ramp(value, from, to) - expected) < 1e-12, `${value} from ${from} to ${to}`);
  }
});

t.test('a log ramp is half-way at the geometric mean and takes a count of zero', async (t) => {
  t.ok(Math.abs(logRamp(20, 4, 100) - 0.5) < 1e-12);
  t.equal(logRamp(0, 4, 100), 0);
  t.equal(logRamp(-3, 4, 100), 0);
  t.equal(logRamp(1e9, 4, 100), 1);
});

t.test('ramps stay in [0, 1] and go one way', async () => {
  fc.assert(
    fc.property(number, number, number, number, (a, b, from, to) => {
      fc.pre(from !== to);
      const [low, high] = [ramp(Math.min(a, b), from, to), ramp(Math.max(a, b), from, to)];
      const isOrdered = from < to ? low <= high : low >= high;
      return isOrdered && Math.min(low, high) >= 0 && Math.max(low, high) <= 1;
    }),
  );
});
