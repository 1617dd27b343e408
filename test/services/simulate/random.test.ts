import t from 'tap';
import { createRandom, gamma, logNormal, sample } from '../../../services/simulate/random.ts';

function mean(count: number, draw: () => number): number {
  let sum = 0;
  for (let i = 0; i < count; i += 1) sum += draw();
  return sum / count;
}

t.test('streams of one seed differ, the same stream repeats', async (t) => {
  const draw = (seed: number, stream: number): number => createRandom(seed, stream).uint32();
  t.equal(draw(1, 2), draw(1, 2));
  t.equal(new Set(Array.from({ length: 1000 }, (_, stream) => draw(1, stream))).size, 1000);
});

t.test('distributions keep the mean they are given', async (t) => {
  const random = createRandom(3);
  t.ok(Math.abs(mean(20_000, () => random.next()) - 0.5) < 0.01);
  t.ok(Math.abs(mean(20_000, () => gamma(random, 0.6, 10)) - 10) < 0.5);
  t.ok(Math.abs(mean(20_000, () => gamma(random, 3, 10)) - 10) < 0.5);
  t.ok(Math.abs(mean(20_000, () => logNormal(random, 10, 0.8)) - 10) < 0.5);
});

t.test('a sample repeats nothing and is no longer than the list', async (t) => {
  t.strictSame(sample(createRandom(4), [1, 2, 3], 9).sort(), [1, 2, 3]);
});
