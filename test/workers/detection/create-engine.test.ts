import fc from 'fast-check';
import t from 'tap';
import type { Finding } from '../../../services/contracts/finding.ts';
import { loadDetection } from '../../../workers/load-detection.ts';
import { accountRecords } from '../../arbitraries/account-records.ts';
import { startAt, usageEvents } from '../../arbitraries/usage-events.ts';
import { firstDifference, runEngine, type EngineInput, type Incident } from './run-engine.ts';

const accountIds = ['acct-a', 'acct-b', 'acct-c'];
const shipped = await loadDetection();
// Low bars: random traffic has to raise findings, or the properties would hold of nothing.
const scoring = { ...shipped.scoring, review: -3, reviewAlone: -3, act: 0.1, fewestRequests: 3 };
/** Judges by other bars, so that it raises what live does not and misses what live raises. */
const challenger = (name: string, review: number, act: number) => ({
  challenger: name,
  version: 'v',
  detection: { ...shipped, scoring: { ...scoring, reviewAlone: review, act } },
});
const detection = {
  ...shipped,
  scoring,
  shadows: [challenger('bold', -4, -2), challenger('shy', -1, 3)],
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
  const verdicts = new Set<string>();
  fc.assert(
    fc.property(inputs, incidents, (list, befalling) => {
      const calm = runEngine(detection, list);
      raised += calm.findings.length;
      digested += calm.digests.size;
      for (const { challenger, level, verdict } of calm.shadow.values()) {
        verdicts.add(`${challenger} ${level} ${verdict}`);
      }
      const difference = firstDifference(calm, runEngine(detection, list, befalling));
      if (difference !== undefined) throw new Error(difference);
    }),
    // Shrinking runs of two hundred inputs takes minutes; the first difference says enough.
    { numRuns: 40, endOnFailure: true },
  );
  t.ok(raised > 50, `${String(raised)} findings were raised on the way`);
  t.ok(digested > 50, `${String(digested)} digests were sent on the way`);
  for (const verdict of ['bold review raised', 'bold act raised', 'shy review missed'])
    t.ok(verdicts.has(verdict), verdict);
});

t.test('shadows change nothing of what is raised and stored', async () => {
  fc.assert(
    fc.property(inputs, (list) => {
      const alone = runEngine({ ...shipped, scoring }, list);
      const shadowed = { ...runEngine(detection, list), shadow: new Map() };
      const difference = firstDifference(alone, shadowed);
      if (difference !== undefined) throw new Error(difference);
    }),
    { numRuns: 15, endOnFailure: true },
  );
});

t.test('a challenger raises what a live run with its settings would have raised', async () => {
  fc.assert(
    fc.property(inputs, (list) => {
      const { shadow } = runEngine(detection, list);
      for (const { challenger: name, detection: other } of detection.shadows) {
        const own = runEngine(other, list).findings.map(keyOf);
        const raised = [...shadow.values()].filter(
          ({ challenger, verdict }) => challenger === name && verdict === 'raised',
        );
        const difference = firstUnequal(own, raised.map(keyOf));
        if (difference !== undefined) throw new Error(`${name}: ${difference}`);
      }
    }),
    { numRuns: 15, endOnFailure: true },
  );
});

type Keyed = Pick<Finding, 'subject_id' | 'level' | 'raised_at' | 'score'>;

function keyOf({ subject_id, level, raised_at, score }: Keyed): string {
  return `${subject_id} ${level} ${String(raised_at)} ${String(score)}`;
}

function firstUnequal(wanted: readonly string[], got: readonly string[]): string | undefined {
  return wanted.find((key) => !got.includes(key)) ?? got.find((key) => !wanted.includes(key));
}

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
