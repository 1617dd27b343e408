import t from 'tap';
import { openIndicators } from '../../../../workers/detection/campaigns/indicators.ts';
import { markFactsOf } from '../../../../workers/detection/campaigns/mark-facts.ts';
import {
  createTombstoneIndex,
  tombstoneMs,
  tombstonesOf,
} from '../../../../workers/detection/campaigns/tombstones.ts';
import { createTraitIndex } from '../../../../workers/detection/campaigns/trait-index.ts';
import { bankOf, digestOf, firstTickAt, ordinaryAccounts, type Traffic } from './traffic.ts';

const suspended: Traffic = {
  accountId: 'first',
  prompts: bankOf(1, 0, 30),
  system: 'The ash desk answers in full.',
  ip: '172.16.1.9',
  payment: 'card-1',
};
const setAt = firstTickAt;

/** What is known of an account after `suspended` was, `hours` later. */
function marksOf(traffic: Traffic, hours = 1, indicated: readonly string[] = []) {
  const accounts = createTraitIndex();
  for (const plain of ordinaryAccounts(100)) accounts.put(plain.accountId, digestOf(plain).bytes);
  const { accountId, traits } = accounts.put(traffic.accountId, digestOf(traffic).bytes);
  const tombstones = createTombstoneIndex();
  tombstonesOf(digestOf(suspended), setAt).forEach(tombstones.put);
  const at = setAt + hours * 3_600_000;
  const indicators = openIndicators(
    traits
      .filter((trait) => indicated.some((family) => trait.startsWith(`${family}:`)))
      .flatMap((trait) => [
        { trait, expiresAt: setAt + 7_200_000 },
        { trait, expiresAt: setAt },
      ]),
  );
  const sources = { accounts, tombstones, indicators };
  return markFactsOf(sources, { accountIds: [accountId], traits, at });
}

t.test('a replacement is known by what it took over', async (t) => {
  const second = { ...suspended, accountId: 'second', prompts: bankOf(1, 50, 30) };
  t.same(marksOf(second), { tombstonedTemplates: 1, tombstonedKinds: 2, indicatorKinds: 0 });
  const moved = { ...second, ip: '10.99.1.1', payment: 'card-9' };
  t.match(marksOf(moved), { tombstonedTemplates: 1, tombstonedKinds: 0 });
  t.equal(marksOf({ ...moved, system: 'I keep a shop.' }), null, 'the bank alone');
});

t.test('nobody is his own successor, and a tombstone lasts a month', async (t) => {
  t.equal(marksOf(suspended), null);
  const second = { ...suspended, accountId: 'second' };
  t.equal(marksOf(second, -1), null, 'before the suspension');
  t.not(marksOf(second, tombstoneMs / 3_600_000 - 1), null, 'on its last day');
  t.equal(marksOf(second, tombstoneMs / 3_600_000), null, 'a month later');
});

t.test("what many carry is nobody's mark", async (t) => {
  const common = { ...suspended, system: 'You are a helpful assistant.' };
  const tombstones = createTombstoneIndex();
  tombstonesOf(digestOf(common), setAt).forEach(tombstones.put);
  const accounts = createTraitIndex();
  for (const plain of ordinaryAccounts(100)) accounts.put(plain.accountId, digestOf(plain).bytes);
  const plain = accounts.get('plain-000');
  const carriers = { accountIds: ['plain-000'], traits: plain?.traits ?? [], at: setAt };
  t.equal(markFactsOf({ accounts, tombstones, indicators: undefined }, carriers), null);
});

t.test('an indicator counts until it expires', async (t) => {
  const other = { ...suspended, accountId: 'other', system: 'I keep a shop.', ip: '10.99.1.1' };
  const clean = { ...other, payment: 'card-9' };
  t.match(marksOf(clean, 1, ['network', 'payment']), { tombstonedKinds: 0, indicatorKinds: 2 });
  t.equal(marksOf(clean, 2, ['network']), null);
});
