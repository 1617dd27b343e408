import fc from 'fast-check';
import t from 'tap';
import {
  createModelIndex,
  type ModelEntry,
} from '../../../../workers/detection/campaigns/model-index.ts';

const hour = 3_600_000;
const startAt = Date.UTC(2026, 2, 2);
const releasedAt = startAt + 7 * 24 * hour;
const [oldModel, newModel] = [1, 2];

/** An account of an old model that has, `hours` after the release, moved `share` of what came after that. */
function entryOf(accountId: string, move?: { hours: number; share?: number }): ModelEntry {
  const lastAt = releasedAt + 100 * hour;
  const base = { accountId, unit: accountId, requests: 200, lastAt };
  const before = { key: oldModel, firstAt: startAt, before: 0, count: 100 };
  if (move === undefined) return { ...base, models: [{ ...before, count: 200 }] };
  const count = 100 * (move.share ?? 1);
  const firstAt = releasedAt + move.hours * hour;
  return { ...base, models: [before, { key: newModel, firstAt, before: 100, count }] };
}

/** One customer in five moves sooner or later, eight in a hundred on the first day; then the fleet. */
const customers = Array.from({ length: 400 }, (_, index) =>
  entryOf(`customer-${index}`, index % 5 === 0 ? { hours: (index * 7) % 96 } : undefined),
);
const fleetOf = (move?: { hours: number; share?: number }) =>
  Array.from({ length: 12 }, (_, index) => entryOf(`fleet-${index}`, move));

function retargetingOf(entries: readonly ModelEntry[], name: string): number {
  const index = createModelIndex();
  for (const entry of entries) index.put(entry);
  const ids = entries.map(({ accountId }) => accountId).filter((id) => id.startsWith(name));
  return index.retargetingOf(ids);
}

t.test('a fleet that turns to the new model in a day stands out', async (t) => {
  t.ok(retargetingOf([...customers, ...fleetOf({ hours: 20 })], 'fleet') > 20);
  t.equal(retargetingOf([...customers, ...fleetOf({ hours: 30 })], 'fleet'), 0, 'two days later');
  t.equal(retargetingOf([...customers, ...fleetOf()], 'fleet'), 0, 'not at all');
  const tries = fleetOf({ hours: 20, share: 0.2 });
  t.equal(retargetingOf([...customers, ...tries], 'fleet'), 0, 'tries it beside the old one');
  t.ok(retargetingOf(customers, 'customer-1') < 3, 'a hundred customers of all kinds');
});

t.test('what everybody does, or one organisation, is no pivot', async (t) => {
  const eager = customers.map(({ accountId }) => entryOf(accountId, { hours: 5 }));
  t.ok(retargetingOf([...eager, ...fleetOf({ hours: 20 })], 'fleet') < 0.1);
  const one = fleetOf({ hours: 20 }).map((entry) => ({ ...entry, unit: 'org:1' }));
  t.ok(retargetingOf([...customers, ...one], 'fleet') < 4);
});

t.test('no model is new in the first days, or while hardly anybody has it', async (t) => {
  const young = [...customers, ...fleetOf({ hours: 20 })].map((entry) => ({
    ...entry,
    models: entry.models.map((use) => ({ ...use, firstAt: use.firstAt - 160 * hour })),
  }));
  const started = young.map((entry) => ({
    ...entry,
    models: entry.models.map((use) => ({ ...use, firstAt: Math.max(use.firstAt, startAt) })),
  }));
  t.equal(retargetingOf(started, 'fleet'), 0);
  const own = [...customers.filter(({ models }) => models.length === 1), ...fleetOf({ hours: 20 })];
  t.equal(retargetingOf(own.slice(0, -6), 'fleet'), 0, 'six accounts with a model of their own');
  t.equal(retargetingOf([], 'fleet'), 0);
});

t.test('the order of the entries, and what they replaced, change nothing', async () => {
  const entries = [...customers.slice(0, 60), ...fleetOf({ hours: 20 })];
  const expected = retargetingOf(entries, 'fleet');
  const orders = fc.shuffledSubarray(entries, {
    minLength: entries.length,
    maxLength: entries.length,
  });
  fc.assert(
    fc.property(orders, (order) => {
      const outdated = order.map((entry) => ({ ...entry, models: entry.models.slice(0, 1) }));
      return retargetingOf(order, 'fleet') === expected && isKept([...outdated, ...order]);
    }),
    { numRuns: 50 },
  );

  function isKept(order: readonly ModelEntry[]): boolean {
    const index = createModelIndex();
    for (const entry of order) index.put(entry);
    return index.retargetingOf(fleetOf().map(({ accountId }) => accountId)) === expected;
  }
});
