import fc from 'fast-check';
import t from 'tap';
import { compareBaselines } from '../../../../workers/detection/baselines/compare-baselines.ts';
import { openBaselines, stateRate } from '../../../../workers/detection/baselines/state-rate.ts';
import { createVoteTally, type Vote } from '../../../../workers/detection/baselines/tally-votes.ts';
import { scoringSettings } from '../../../../workers/detection/scoring/settings.ts';

const scoring = scoringSettings.parse({});
const { review } = scoring;

function voteOf(score: number, given: Partial<Vote> = {}): Vote {
  const shown = { unit: null, isYoung: false, standing: 'unflagged' } as const;
  return { clientClass: 'product', score, ...shown, ...given };
}

function learn(votes: readonly Vote[]) {
  const tally = createVoteTally(review);
  votes.forEach(tally.add);
  const { counts, classes } = tally.finish();
  return { counts, baselines: openBaselines({ version: 'v', fingerprint: 'f', classes }, 'f') };
}
const pOf = (votes: readonly Vote[], score: number) =>
  stateRate(learn(votes).baselines, 'product', score).p;

const anyScore = fc.double({ min: -9, max: 30, noNaN: true });
const flaggedScore = fc.double({ min: review, max: 30, noNaN: true });
const honest = fc
  .array(fc.tuple(anyScore, fc.boolean()), { minLength: 38, maxLength: 200 })
  .map((some) =>
    some.map(([score, wasCleared]) =>
      voteOf(score, { standing: wasCleared ? 'cleared' : 'unflagged' }),
    ),
  );
/** What an attacker can make of his accounts: any score, young or old, in a campaign or not. Clearing takes a person. */
const attacking = fc
  .record({
    score: anyScore,
    isYoung: fc.boolean(),
    standing: fc.constantFrom('unflagged', 'undecided', 'upheld'),
  })
  .map(({ score, ...rest }) => voteOf(score, rest));

t.test('who holds 5 % of a class moves no p-value at the levels by more than 5 %', async () => {
  const shared = fc.array(attacking, { minLength: 1, maxLength: 10 });
  fc.assert(
    fc.property(honest, shared, flaggedScore, (votes, attackers, score) => {
      const some = attackers.slice(0, Math.floor(votes.length / 19));
      const [without, poisoned] = [pOf(votes, score), pOf([...votes, ...some], score)];
      return poisoned <= without && poisoned >= without * 0.95;
    }),
  );
});

t.test('however many accounts he holds, they hide no other of his', async () => {
  const many = fc.array(attacking, { maxLength: 100 });
  fc.assert(
    fc.property(honest, many, flaggedScore, (votes, attackers, score) => {
      return pOf([...votes, ...attackers], score) <= pOf(votes, score);
    }),
  );
});

t.test('accounts that share an organisation, payment or phone have one vote a class', async () => {
  const many = fc.array(attacking, { minLength: 1, maxLength: 100 });
  fc.assert(
    fc.property(honest, many, flaggedScore, (votes, attackers, score) => {
      const tied = attackers.map((vote) => ({ ...vote, unit: 'payment:7' }));
      const { baselines } = learn([...votes, ...tied]);
      const { accounts } = stateRate(baselines, 'product', score);
      return accounts <= stateRate(learn(votes).baselines, 'product', score).accounts + 1;
    }),
  );
});

t.test(
  'an account cleared by a person raises the rate by one account, and more takes a yes',
  async (t) => {
    const crowd = Array.from({ length: 999 }, () => voteOf(-1));
    const clear = (count: number) =>
      Array.from({ length: count }, () => voteOf(9, { standing: 'cleared' }));
    const compare = (before: readonly Vote[], after: readonly Vote[]) => {
      const versions = [learn(before).baselines, learn(after).baselines] as const;
      return compareBaselines(...versions, scoring)[0];
    };
    t.equal(pOf([...crowd, ...clear(1)], 8.5), 2 / 1001);
    t.ok((compare(crowd, [...crowd, ...clear(1)])?.shift ?? 9) <= 2);
    const pushed = compare(crowd, [...crowd, ...clear(4)]);
    t.ok((pushed?.shift ?? 0) > 2, 'raised');
    t.equal(compare([...crowd, ...clear(4)], crowd)?.shift, pushed?.shift, 'lowered');
    t.match(pushed, { act: { before: 1 / 1000, after: 5 / 1004 }, isActSupported: false });
    t.equal(compare(crowd.slice(900), crowd)?.shift, 1, 'learning more is no shift');
  },
);

t.test('every account is counted once, or said why not', async (t) => {
  const { counts, baselines } = learn([
    voteOf(0),
    voteOf(0, { isYoung: true }),
    voteOf(review),
    voteOf(0, { standing: 'undecided' }),
    voteOf(12, { standing: 'upheld' }),
    voteOf(5, { standing: 'cleared' }),
    voteOf(1, { unit: 'org:1' }),
    voteOf(-1, { unit: 'org:1' }),
    voteOf(-1, { unit: 'org:1', clientClass: 'chat' }),
  ]);
  t.same(counts, { honest: 4, undecided: 2, upheld: 1, young: 1, sameUnit: 1 });
  t.same(stateRate(baselines, 'product', 4), {
    ...{ baseline: 'v', p: 2 / 4, is_bound: false, accounts: 3, undecided: 0 },
  });
  t.match(stateRate(baselines, 'product', 6), { p: 1 / 4, is_bound: true });
  t.match(stateRate(baselines, 'agent', 6), { p: 1, is_bound: true, accounts: 0 });
});
