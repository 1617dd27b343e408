import t from 'tap';
import { describeLink } from '../../../services/review/link-reason.ts';

const reasonOf = (family: string, rarity: number) =>
  describeLink({ family, trait: `${family}:1`, accounts: 12, rarity });

t.test('a trait says what the accounts share and how rare that is', async (t) => {
  t.equal(
    reasonOf('payment', Math.log(200)),
    '12 accounts pay by the same instrument, which 1 account in 200 does',
  );
  t.match(
    reasonOf('aFamilyOfLater', 1),
    /^12 accounts share aFamilyOfLater, which 1 account in 3 /,
  );
});

t.test('lockstep speaks of pairs, and of no more than a million', async (t) => {
  const phrase = '12 accounts are active in the same minutes, which 1 pair in';
  t.equal(reasonOf('activity', 6), `${phrase} 403 is by chance`);
  t.equal(reasonOf('activity', 44), `${phrase} over a million is by chance`);
  t.equal(reasonOf('activity', -1), `${phrase} 1 is by chance`);
});
