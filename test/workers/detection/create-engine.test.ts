import fc from 'fast-check';
import t from 'tap';
import { loadDetection } from '../../../workers/load-detection.ts';
import { accountRecords } from '../../arbitraries/account-records.ts';
import { startAt, usageEvents } from '../../arbitraries/usage-events.ts';
import { firstDifference, runEngine, type EngineInput, type Incident } from './run-engine.ts';

const accountIds = ['acct-a', 'acct-b', 'acct-c'];
const shipped = await loadDetection();
// Low bars: random traffic has to raise findings, or the properties would hold of nothing.
const detection = {
  ...shipped,
  scoring: { ...shipped.scoring, review: -3, reviewAlone: -3, act: 0.1, fewestRequests: 3 },
};

const event = usageEvents({ accountIds, spanMs: 3 * 3_600_000 }).map((event): EngineInput => ({
  kind: 'event',
  event,
  referenceAt: startAt + 3_600_000,
}));
const other: fc.Arbitrary<EngineInput> = fc.oneof(
  accountRecords(accountIds).map((record): EngineInput => ({ kind: 'account', record })),
  fc.constant<EngineInput>({ kind: 'flush' }),
);

/** Mostly in order of time, as traffic is, with what comes late in between. */
const inputs = fc
  .array(fc.oneof({ weight: 12, arbitrary: event }, { weight: 1, arbitrary: other }), {
    minLength: 10,
    maxLength: 120,
    size: 'max',
  })
  .chain((list) =>
    fc.constantFrom(
      list,
      list.toSorted((a, b) => timeOf(a) - timeOf(b)),
    ),
  );

function timeOf(input: EngineInput): number {
  return input.kind === 'event' ? Date.parse(input.event.occurred_at) : startAt;
}

const incidents = fc.array(
  fc.constantFrom<Incident>('none', 'none', 'none', 'commit', 'evict', 'die'),
  { maxLength: 300, size: 'max' },
);

t.test('commits, evictions and deaths change nothing that is committed', async (t) => {
  let raised = 0;
  let digested = 0;
  fc.assert(
    fc.property(inputs, incidents, (list, befalling) => {
      const calm = runEngine(detection, list);
      raised += calm.findings.length;
      digested += calm.digests.size;
      const difference = firstDifference(calm, runEngine(detection, list, befalling));
      if (difference !== undefined) throw new Error(difference);
    }),
    // Shrinking runs of two hundred inputs takes minutes; the first difference says enough.
    { numRuns: 40, endOnFailure: true },
  );
  t.ok(raised > 50, `${String(raised)} findings were raised on the way`);
  t.ok(digested > 50, `${String(digested)} digests were sent on the way`);
});

t.test('an event out of the window counts as no news for a new owner either', async (t) => {
  const at = (minute: number, accountId = 'acct-a'): EngineInput => ({
    kind: 'event',
    referenceAt: startAt,
    event: {
      event_id: `event-${String(minute)}`,
      occurred_at: new Date(startAt + minute * 60_000).toISOString(),
      account_id: accountId,
      model: 'large-2',
    },
  });
  const list = [at(0), at(1), at(2), at(5, 'acct-b'), at(100_000), at(7, 'acct-b'), at(8)];
  const befalling: Incident[] = ['none', 'none', 'none', 'none', 'commit', 'die'];
  const difference = firstDifference(
    runEngine(detection, list),
    runEngine(detection, list, befalling),
  );
  t.equal(difference, undefined);
});
