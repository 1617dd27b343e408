import fc from 'fast-check';
import t from 'tap';
import { nextAttemptMs } from '../../../workers/deliver/retry-schedule.ts';

const at = (attempts: number, retryAfterMs: number | null = null, random = 0) =>
  nextAttemptMs({ attempts, retryAfterMs }, () => random);

t.test('ten attempts over three days', async (t) => {
  const pauses = [1, 2, 3, 4, 5, 6, 7, 8, 9].map((attempts) => at(attempts) ?? 0);
  t.equal(pauses[0], 5_000);
  t.equal(
    pauses.reduce((sum, each) => sum + each),
    (75 * 60 + 35) * 60_000 + 5_000,
  );
  t.equal(at(10), null);
});

t.test('chance adds up to a fifth, and Retry-After counts up to a day', async (t) => {
  t.equal(at(2, null, 1), 360_000);
  t.equal(at(1, 60_000), 60_000);
  t.equal(at(9, 60_000), 86_400_000, 'never sooner than the schedule');
  t.equal(at(1, 1e12), 86_400_000);
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 9 }),
      fc.double({ min: 0, max: 1, noNaN: true }),
      (attempts, random) => {
        const [least, found] = [at(attempts) ?? 0, at(attempts, null, random) ?? 0];
        t.ok(found >= least && found <= least * 1.2 + 0.001);
      },
    ),
  );
});
