import t from 'tap';
import { createPopulation } from '../../../../workers/detection/campaigns/population.ts';
import { resemblanceOf } from '../../../../workers/detection/campaigns/resemblance.ts';
import { bankOf, digestOf, ordinaryAccounts, ownTasksOf } from './traffic.ts';

/** The resemblance of `size` accounts with these prompts, beside sixty ordinary ones. */
function resemblanceFrom(size: number, promptsOf: (index: number) => string[]): number {
  const population = createPopulation();
  for (const traffic of ordinaryAccounts(60)) population.put(digestOf(traffic));
  const members = Array.from({ length: size }, (_, index) => {
    const accountId = `m-${String(index).padStart(2, '0')}`;
    population.put(digestOf({ accountId, prompts: promptsOf(index) }));
    return population.accounts.get(accountId);
  });
  return resemblanceOf(
    members.filter((member) => member !== undefined),
    population.words,
  );
}

t.test(
  'those who do one exercise are alike in all, those who share a bank in little',
  async (t) => {
    const exercise = resemblanceFrom(20, () => bankOf(6, 0, 30));
    const bank = resemblanceFrom(20, (index) => bankOf(5, index * 100, 30));
    const strangers = resemblanceFrom(20, (index) => ownTasksOf(index, 30));
    t.ok(exercise > 0.99, String(exercise));
    t.ok(bank > 0.1 && bank < 0.45, String(bank));
    t.ok(strangers < 0.05, String(strangers));
  },
);

t.test('one member resembles nobody, nor do members too young to be known', async (t) => {
  t.equal(
    resemblanceFrom(1, () => bankOf(6, 0, 30)),
    0,
  );
  t.equal(
    resemblanceFrom(5, () => bankOf(6, 0, 7)),
    0,
  );
});
