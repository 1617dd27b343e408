import fc from 'fast-check';
import t from 'tap';
import { createRandom, type Random } from '../../../../services/simulate/random.ts';
import { humanRhythm, moments } from '../../../../services/simulate/rhythm.ts';
import {
  createActivityIndex,
  type ActivityEntry,
} from '../../../../workers/detection/campaigns/activity-index.ts';
import { slotLimit, slotMs } from '../../../../workers/detection/profile/profile.ts';
import { addToBottomK, createBottomK } from '../../../../workers/detection/sketches/bottom-k.ts';
import { mix32 } from '../../../../workers/detection/sketches/hash.ts';

function entryOf(name: string, slots: Iterable<number>, isListed = true): ActivityEntry {
  const sample = createBottomK(slotLimit);
  for (const slot of slots) addToBottomK(sample, mix32(slot), '');
  return { accountId: name, unit: name, slots: sample.hashes, isListed };
}

function indexOf(entries: readonly ActivityEntry[]) {
  const index = createActivityIndex();
  entries.forEach(index.put);
  return index;
}

const puts = fc.array(
  fc
    .tuple(fc.nat(9), fc.uniqueArray(fc.nat(80), { maxLength: 40, size: 'max' }), fc.boolean())
    .map(([id, slots, isListed]) => entryOf(`a${id}`, slots, isListed)),
  { minLength: 2, maxLength: 16 },
);

function lastOf(entries: readonly ActivityEntry[]): ActivityEntry[] {
  return [...new Map(entries.map((entry) => [entry.accountId, entry])).values()];
}

/** The deviance of the shared slots, from the lists themselves. */
function natsFrom(all: readonly ActivityEntry[], a: ActivityEntry, b: ActivityEntry): number {
  const shared = a.slots.filter((slot) => b.slots.includes(slot)).length;
  const slots = all.flatMap((entry) => entry.slots);
  const picked = [...Map.groupBy(slots, (slot) => slot).values()].map(
    (uses) => uses.length / slots.length,
  );
  const chance = picked.reduce((sum, share) => sum + share * share, 0);
  const expected = a.slots.length * b.slots.length * chance;
  const isMore = shared >= 3 && shared > expected;
  return isMore ? shared * Math.log(shared / expected) - (shared - expected) : 0;
}

t.test('nats are the deviance of the shared slots, 0 for fewer than three', async () => {
  fc.assert(
    fc.property(puts, (entries) => {
      const index = indexOf(entries);
      const held = lastOf(entries);
      return held.every((a) =>
        held.every((b) => {
          const nats = index.natsOf(a, b);
          const isSymmetric = Math.abs(nats - index.natsOf(b, a)) < 1e-9;
          return isSymmetric && Math.abs(nats - natsFrom(held, a, b)) < 1e-9;
        }),
      );
    }),
  );
});

t.test(
  'companions are the listed accounts of other units, in whatever order they came',
  async () => {
    const histories = puts.chain((entries) => {
      const held = lastOf(entries);
      const shuffled = fc.shuffledSubarray(held, { minLength: held.length });
      return fc.tuple(fc.constant(entries), shuffled, fc.double({ min: 0.1, max: 4, noNaN: true }));
    });
    fc.assert(
      fc.property(histories, ([entries, shuffled, fewest]) => {
        const replaced = indexOf(entries);
        const fresh = indexOf(shuffled);
        return shuffled.every((own) => {
          const found = replaced.companionsOf(own, fewest);
          const wanted = shuffled
            .filter(({ unit, isListed }) => isListed && unit !== own.unit)
            .filter((other) => fresh.natsOf(own, other) >= fewest)
            .map(({ accountId }) => accountId)
            .toSorted();
          const isSame = JSON.stringify(found) === JSON.stringify(fresh.companionsOf(own, fewest));
          return isSame && found.map(({ entry }) => entry.accountId).join() === wanted.join();
        });
      }),
    );
  },
);

const span = { startAt: Date.UTC(2026, 4, 4), endAt: Date.UTC(2026, 4, 18) };

/** One person for two weeks, each with a day of its own. */
function personOf(name: string, random: Random, perDay: number): ActivityEntry {
  const rhythm = humanRhythm(random, perDay);
  const slots = Array.from(moments(rhythm, span, random), ({ at }) => Math.floor(at / slotMs));
  return entryOf(name, slots);
}

/** Shares of the pairs of these that reach six nats, the bar of a link. */
function linkedShareOf(index: ReturnType<typeof createActivityIndex>, group: ActivityEntry[]) {
  const nats = group.flatMap((a, place) => group.slice(place + 1).map((b) => index.natsOf(a, b)));
  return nats.filter((value) => value >= 6).length / nats.length;
}

t.test('independent accounts are seldom linked, those of one queue always', async (t) => {
  for (const perDay of [6, 40]) {
    const people = Array.from({ length: 300 }, (_, index) =>
      personOf(`p${index}`, createRandom(index, perDay), perDay),
    );
    // Dealt out in bursts: whoever takes part in one is active in its ten minutes.
    const random = createRandom(7, perDay);
    const bursts = Array.from({ length: 60 }, () =>
      Math.floor((span.startAt + random.next() * (span.endAt - span.startAt)) / slotMs),
    );
    const queue = Array.from({ length: 12 }, (_, index) =>
      entryOf(
        `q${index}`,
        bursts.filter(() => random.next() < 0.6),
      ),
    );
    const index = indexOf([...people, ...queue]);
    const chance = linkedShareOf(index, people);
    t.comment(`${perDay} a day: ${(chance * 100).toFixed(3)} % of pairs reach 6 nats`);
    t.ok(chance < 0.005, `${(chance * 100).toFixed(3)} % of independent pairs`);
    t.equal(linkedShareOf(index, queue), 1);
  }
});
