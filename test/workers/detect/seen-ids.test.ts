import fc from 'fast-check';
import t from 'tap';
import { hashEvent } from '../../../workers/detect/event-hash.ts';
import { createSeenIds, seenHours } from '../../../workers/detect/seen-ids.ts';

await t.test('answers like an exact map of id to hour', async (t) => {
  const half = fc.integer({ min: 0, max: 40 });
  const step = fc.record({ high: half, low: half, hours: fc.integer({ min: 0, max: 20 }) });
  fc.assert(
    fc.property(fc.array(step, { maxLength: 400 }), (steps) => {
      const seen = createSeenIds(8);
      const exact = new Map<string, number>();
      let hour = 490_000;
      for (const { high, low, hours } of steps) {
        // Mostly the same hour, now and then a jump that lets entries run out.
        hour += hours === 20 ? 17 : 0;
        const key = `${high} ${low}`;
        const before = exact.get(key);
        const isNew = before === undefined || before < hour - seenHours;
        if (isNew) exact.set(key, hour);
        t.equal(seen.add({ high, low }, hour), isNew);
      }
    }),
    { numRuns: 40 },
  );
});

await t.test(
  'holds a million ids in at most 48 bytes each and forgets what has run out',
  async (t) => {
    const seen = createSeenIds();
    let again = 0;
    for (let id = 0; id < 1_000_000; id += 1) {
      if (!seen.add(hashEvent(`acct-${id % 977}`, `evt-${id}`), 1_000)) again += 1;
    }
    t.equal(again, 0);
    t.equal(seen.size, 1_000_000);
    t.ok(seen.bytes <= 48_000_000);
    for (let id = 0; id < 1_000_000; id += 1) seen.add(hashEvent('later', String(id)), 1_100);
    t.ok(seen.size <= 1_500_000);
  },
);

await t.test('a hash tells where the account id ends', async (t) => {
  t.not(hashEvent('ab', 'c').low, hashEvent('a', 'bc').low);
  t.same(hashEvent('a', 'b'), hashEvent('a', 'b'));
});

await t.test('the bits of a hash are balanced', async (t) => {
  const ones = new Array<number>(64).fill(0);
  const total = 20_000;
  for (let id = 0; id < total; id += 1) {
    const { high, low } = hashEvent('acct-1', `evt-${id}`);
    for (let bit = 0; bit < 32; bit += 1) {
      ones[bit] = (ones[bit] ?? 0) + ((high >>> bit) & 1);
      ones[bit + 32] = (ones[bit + 32] ?? 0) + ((low >>> bit) & 1);
    }
  }
  // Five standard deviations of a fair coin.
  for (const count of ones) t.ok(Math.abs(count - total / 2) < 5 * Math.sqrt(total / 4));
});
