import t from 'tap';
import { preload, spawnRole } from '../support/spawn-role.ts';
import { startStores } from '../support/stores.ts';
import { expectOutcome, type Outcome } from './expected-outcome.ts';
import { startPipeline, until } from './pipeline.ts';
import { createEvents, createTraffic, toBatches, type Arrival } from './traffic.ts';

const dayMs = 86_400_000;
const batches = createTraffic();
const third = Math.floor(batches.length / 3);
const expected = await expectOutcome(batches);

/** Of every five accounts one is behind a shipper that holds events for a day, one behind a clock that is a day ahead. */
function shuffleDays(): Arrival[] {
  const places = new Map<string, number>();
  const arrivals = Array.from(createEvents(), (event) => {
    const place = places.get(event.account_id) ?? places.size;
    places.set(event.account_id, place);
    const delays = [dayMs, 1_000 - dayMs];
    return { event, arrivesAt: Date.parse(event.occurred_at) + (delays[place % 5] ?? 0) };
  });
  return arrivals.sort((a, b) => a.arrivesAt - b.arrivesAt);
}

/** Accounts with their level, and campaigns by their level and members: a campaign's id tells when it was seen first. */
function summarize({ findings, campaigns, requests }: Outcome) {
  const withoutReasons = findings.map((line) => line.split(' ').slice(0, 3).join(' '));
  return {
    accounts: withoutReasons.filter((line) => line.startsWith('account ')),
    campaigns: campaigns.map((line) => line.split(' ').slice(1).join(' ')),
    requests,
  };
}

await t.test('events a day late and a day early', async (t) => {
  const shuffled = toBatches(shuffleDays());
  const pipeline = await startPipeline(t, await startStores(t));
  await pipeline.send(shuffled);
  await pipeline.settle();
  const outcome = await pipeline.readOutcome();
  t.same(outcome, await expectOutcome(shuffled), 'lead to what the pure code says of this order');
  t.same(summarize(outcome), summarize(expected), 'and to the accounts and campaigns of any other');
});

await t.test('workers whose clocks are ten minutes off change nothing', async (t) => {
  const pipeline = await startPipeline(t, await startStores(t));
  const spawnShifted = (role: 'detect' | 'correlate', minutes: number) =>
    spawnRole(t, role, {
      ...pipeline.settings,
      ...preload('shift-clock.ts'),
      CLOCK_SHIFT_MS: String(minutes * 60_000),
    });
  await pipeline.send(batches.slice(0, third));
  await until('some batches to be applied', async () => (await pipeline.appliedBatches()) > 10);
  await Promise.all([...pipeline.detect, pipeline.correlate].map((role) => role.end('SIGTERM')));
  spawnShifted('detect', 10);
  spawnShifted('detect', -10);
  const ahead = spawnShifted('correlate', 10);
  await pipeline.send(batches.slice(third, 2 * third));
  await until('more to be applied', async () => (await pipeline.appliedBatches()) > third + 10);
  await ahead.end('SIGKILL');
  spawnShifted('correlate', -10);
  await pipeline.send(batches.slice(2 * third));
  await pipeline.settle();
  t.same(await pipeline.readOutcome(), expected);
});
