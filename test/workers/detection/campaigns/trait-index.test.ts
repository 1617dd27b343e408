import t from 'tap';
import { createTraitIndex } from '../../../../workers/detection/campaigns/trait-index.ts';
import { bankOf, digestOf, type Traffic } from './traffic.ts';

function digest(accountId: string, rest: Partial<Traffic> = {}): [string, Uint8Array] {
  return [accountId, digestOf({ accountId, prompts: bankOf(1, 0, 4), ...rest }).bytes];
}

t.test('a newer digest takes the place of the older one', async (t) => {
  const index = createTraitIndex();
  index.put(...digest('b', { system: 'Desk.' }));
  index.put(...digest('a', { system: 'Desk.', prompts: bankOf(1, 0, 6) }));
  const [desk = ''] = index.takeChanged();
  t.same(
    index.holdersOf(desk).map(({ accountId, requests }) => [accountId, requests]),
    [
      ['a', 6],
      ['b', 4],
    ],
  );
  index.put(...digest('a', { system: 'Other desk.', prompts: bankOf(1, 0, 8) }));
  t.equal(index.countOf(desk).accounts, 1);
  t.equal(index.unitCount(), 2);
  t.ok(index.takeChanged().includes(desk), 'losing a holder is a change');
  t.same(index.takeChanged(), []);
});

t.test('an account that declares its organisation later becomes part of that unit', async (t) => {
  const index = createTraitIndex();
  for (const id of ['a', 'b', 'c']) index.put(...digest(id));
  t.equal(index.unitCount(), 3);
  for (const id of ['a', 'b']) index.put(...digest(id, { org: 'weavers' }));
  t.equal(index.unitCount(), 2);
  index.put(...digest('b'));
  t.equal(index.unitCount(), 3);
});
