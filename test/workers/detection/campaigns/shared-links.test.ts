import t from 'tap';
import {
  coreOf,
  isCohesive,
  most,
  nearlyAll,
  sharedLinksOf,
  withoutStrangers,
  type SharedLink,
} from '../../../../workers/detection/campaigns/shared-links.ts';
import {
  createTraitIndex,
  type IndexedAccount,
  type TraitIndex,
} from '../../../../workers/detection/campaigns/trait-index.ts';
import type { TraitFamily } from '../../../../workers/detection/campaigns/traits.ts';
import { bankOf, digestOf, type Traffic } from './traffic.ts';

type Trait = readonly [family: TraitFamily, rarity: number];

function linksOf(...traits: Trait[]): SharedLink[] {
  return traits.map(([family, rarity], index) => ({
    trait: `${family}:0000000${index}`,
    family,
    accounts: 5,
    rarity,
  }));
}

t.test(
  'a rare prompt makes a group; anything else takes two rare traits of unlike kinds',
  async (t) => {
    const cases: [name: string, links: SharedLink[], expected: boolean][] = [
      ['nothing', [], false],
      ['a prompt of one unit in eight', linksOf(['system', 2]), true],
      ['a prompt that is more common', linksOf(['system', 1.9]), false],
      ['a rare network', linksOf(['network', 6]), false],
      ['a rare payment', linksOf(['payment', 6]), false],
      ['a rare opening', linksOf(['longHead', 6]), false],
      ['a rare opening and a rare end', linksOf(['longHead', 3], ['longTail', 3]), true],
      ['a rare opening and a common end', linksOf(['longHead', 3], ['longTail', 2.9]), false],
      ['a rare opening and a rare client', linksOf(['longHead', 3], ['fingerprint', 3]), true],
      ['a network and a sign-up network', linksOf(['network', 4], ['signupNetwork', 4]), false],
      ['a payment and a phone', linksOf(['payment', 4], ['phone', 4]), false],
      ['a network and a payment', linksOf(['network', 3], ['payment', 3]), true],
      ['a network and a client', linksOf(['network', 3], ['fingerprint', 3]), true],
      ['a network and a common client', linksOf(['network', 6], ['fingerprint', 1]), false],
      ['two networks', linksOf(['network', 5], ['network', 5]), false],
    ];
    for (const [name, links, expected] of cases) t.equal(isCohesive(links), expected, name);
  },
);

function indexOf(accounts: readonly Omit<Traffic, 'prompts'>[]): TraitIndex {
  const index = createTraitIndex();
  accounts.forEach((account, seed) => {
    const { accountId, bytes } = digestOf({ ...account, prompts: bankOf(seed, 0, 5) });
    index.put(accountId, bytes);
  });
  return index;
}

const network = (name: string) => `10.7.${name.length}.${name.charCodeAt(0)}`;
const people = Array.from({ length: 16 }, (_, index) => ({ accountId: `person-${index + 10}` }));

t.test('links are what half of the members carry, rarest first', async (t) => {
  const index = indexOf([
    { accountId: 'a', system: 'Desk.', ip: network('desk'), payment: 'card-1' },
    { accountId: 'b', system: 'Desk.', ip: network('desk'), payment: 'card-1' },
    { accountId: 'c', system: 'Desk.', ip: network('desk') },
    { accountId: 'd', system: 'Desk.', payment: 'card-2' },
    { accountId: 'e', ip: network('desk') },
    ...people,
  ]);
  const trait = index.takeChanged().find((key) => key.startsWith('system:')) ?? '';
  const members = index.holdersOf(trait);
  t.same(
    members.map(({ accountId }) => accountId),
    ['a', 'b', 'c', 'd'],
  );
  const links = sharedLinksOf(members, index);
  t.match(links, [
    { family: 'payment', accounts: 2, rarity: Math.log(21 / 2) },
    { family: 'network', accounts: 3, rarity: Math.log(21 / 4) },
    { family: 'system', accounts: 4, rarity: Math.log(21 / 4) },
  ]);
});

function member(accountId: string, ...traits: string[]): IndexedAccount {
  const profileBytes = new Uint8Array(0);
  return { accountId, traits, unit: accountId, requests: 9, leaning: 0, profileBytes };
}

t.test('the core is who carries the prompt, or two of the other rare links', async (t) => {
  const links: SharedLink[] = [
    { trait: 'system:1', family: 'system', accounts: 3, rarity: 2.5 },
    { trait: 'network:1', family: 'network', accounts: 3, rarity: 3 },
    { trait: 'payment:1', family: 'payment', accounts: 3, rarity: 3 },
    { trait: 'fingerprint:1', family: 'fingerprint', accounts: 4, rarity: 0.4 },
  ];
  const members = [
    member('prompt', 'system:1'),
    member('network', 'network:1'),
    member('network-and-payment', 'network:1', 'payment:1'),
    member('network-and-client', 'network:1', 'fingerprint:1'),
    member('stranger', 'system:2', 'network:2'),
  ];
  t.same(
    coreOf(members, links).map(({ accountId }) => accountId),
    ['prompt', 'network-and-payment'],
  );
});

t.test('who lacks what nearly all members carry is a stranger', async (t) => {
  const links: SharedLink[] = [{ trait: 'system:1', family: 'system', accounts: 19, rarity: 3 }];
  const carriers = (count: number) =>
    Array.from({ length: count }, (_, index) => member(`m${index}`, 'system:1'));
  const namesOf = (accounts: readonly IndexedAccount[], share: typeof most | typeof nearlyAll) =>
    withoutStrangers(accounts, links, share).map(({ accountId }) => accountId);
  const other = member('other', 'system:2');
  const against = { ...other, leaning: -1 };
  t.notOk(namesOf([...carriers(9), other], nearlyAll).includes('other'), 'nine of ten carry it');
  t.ok(namesOf([...carriers(8), other], nearlyAll).includes('other'), 'eight of nine');
  t.notOk(namesOf([...carriers(8), against], nearlyAll).includes('other'), 'its content differs');
  t.notOk(namesOf([...carriers(3), other], most).includes('other'), 'three of four, by behaviour');
  t.equal(namesOf([...carriers(2), other], most).length, 3, 'three are too few to compare');
});
