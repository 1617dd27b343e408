import t from 'tap';
import { familyOf } from '../../../../workers/detection/campaigns/shared-links.ts';
import {
  anchors,
  kindOf,
  traitFamilies,
  traitKey,
  traitsOf,
} from '../../../../workers/detection/campaigns/traits.ts';
import { createProfile } from '../../../../workers/detection/profile/profile.ts';
import { bankOf, profileOf, type Traffic } from './traffic.ts';

function familiesOf(traffic: Partial<Traffic>): string[] {
  const prompts = bankOf(3, 0, 10);
  return traitsOf(profileOf({ accountId: 'one', prompts, ...traffic })).map(({ family }) => family);
}

const opening = 'Please think about this for a while: ';

t.test('a trait counts from three uses on', async (t) => {
  const uses = (count: number) => familiesOf({ prompts: bankOf(3, 0, count), system: 'Desk.' });
  t.same(uses(2), []);
  t.same(uses(3), ['system']);
});

t.test('a trait counts from three requests in twenty on', async (t) => {
  const wrapped = (count: number) =>
    familiesOf({
      prompts: bankOf(3, 0, 40).map((task, index) => (index < count ? opening + task : task)),
    });
  t.same(wrapped(5), []);
  t.same(wrapped(6), ['longHead']);
});

t.test('what the provider knows counts at once, and what it does not know never', async (t) => {
  t.same(traitsOf(createProfile()), []);
  t.same(familiesOf({ prompts: [], payment: 'card-1', org: 'weavers' }), ['payment']);
});

t.test('every family is found where it shows', async (t) => {
  const tasks = bankOf(3, 0, 10).map((task) => `${opening}${task} Use no more than three lines.`);
  const families = familiesOf({
    prompts: tasks,
    system: 'Desk.',
    ip: '10.0.0.1',
    fingerprint: 'client-1',
    payment: 'card-1',
  });
  t.same(families, ['system', 'longHead', 'longTail', 'network', 'fingerprint', 'payment']);
});

t.test('at most three of a family count, heaviest first', async (t) => {
  const openings = ['one', 'two', 'three', 'four'].map(
    (word) => `Task number ${word} of my own list: `,
  );
  const sizes = [4, 8, 6, 5];
  const prompts = openings.flatMap((head, index) =>
    bankOf(3, index * 10, sizes[index] ?? 0).map((task) => head + task),
  );
  const keyOf = (index: number) =>
    traitsOf(
      profileOf({
        accountId: 'one',
        prompts: prompts.filter((text) => text.startsWith(openings[index] ?? '-')),
      }),
    ).map(traitKey)[0];
  const keys = traitsOf(profileOf({ accountId: 'one', prompts })).map(traitKey);
  t.same(keys, [keyOf(1), keyOf(2), keyOf(3)]);
});

t.test('a key names its family and pads its hash', async (t) => {
  for (const family of traitFamilies) {
    t.equal(familyOf(traitKey({ family, hash: 10 })), family);
    t.ok(kindOf[family]);
  }
  t.equal(traitKey({ family: 'system', hash: 0xa }), 'system:0000000a');
  t.not(anchors.has('fingerprint') || anchors.has('emailDomain'), true, 'millions share these');
});
