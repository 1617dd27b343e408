import fc from 'fast-check';
import t from 'tap';
import { segments } from '../../../../services/contracts/account.ts';
import { clientClasses, type ClientClass } from '../../../../services/contracts/baseline.ts';
import { clientClassOf } from '../../../../workers/detection/baselines/client-class.ts';
import { declaredClientOf } from '../../../../workers/detection/baselines/declared-client.ts';
import { featuresOf, type FeatureOverrides } from '../../../builders/features.ts';

const templated = { coverage: 0.9, recurringEdges: 1, topShare: 0.95 };
const unlinked = { openerShare: 1, followUpShare: 0 };
const short = { outputMean: 1.5, ratio: -3 };

const shapes: readonly (readonly [string, ClientClass, FeatureOverrides])[] = [
  ['a person at a prompt', 'chat', {}],
  ['single questions', 'standalone', { conversation: unlinked }],
  ['a product', 'product', { conversation: unlinked, template: templated }],
  ['a labeller', 'batch', { conversation: unlinked, template: templated, demand: short }],
  ['one-token probes without a template', 'batch', { conversation: unlinked, demand: short }],
  [
    'an evaluation in its second run',
    'evaluation',
    { conversation: { ...unlinked, repeatShare: 0.5 }, template: templated },
  ],
  [
    'a coding agent',
    'agent',
    { conversation: { openerShare: 0.05, toolShare: 0.3, repeatShare: 0.5 }, demand: short },
  ],
  ['a gateway', 'gateway', { conversation: { endUserShare: 1, endUsers: 40 } }],
  [
    'a product that names its users',
    'product',
    { conversation: { ...unlinked, endUserShare: 1, endUsers: 40 }, template: templated },
  ],
  ['a team that names its members', 'chat', { conversation: { endUserShare: 1, endUsers: 4 } }],
  ['templates behind a third of it', 'mixed', { template: { coverage: 0.5 } }],
  ['redacted content', 'unreadable', { conversation: { unreadableShare: 0.9, toolShare: 0.5 } }],
];

t.test('the class follows from the shape of the requests', async (t) => {
  for (const [name, expected, overrides] of shapes) {
    t.equal(clientClassOf(featuresOf(overrides)), expected, name);
  }
});

t.test('volume, clients, networks and vocabulary change no class', async () => {
  const shape = fc.constantFrom(...shapes.map(([, , overrides]) => featuresOf(overrides)));
  const count = fc.nat(100_000);
  const rate = fc.double({ min: 0, max: 1, noNaN: true });
  fc.assert(
    fc.property(shape, count, rate, (features, many, share) => {
      const busy = featuresOf(
        {
          volume: { requests: many, perDay: many, hourEntropy: share, gapEntropy: share },
          coverage: { wordsSeen: many, unseenMass: share, growth: share, repeatRate: share },
          conversation: { userAgents: many, networks: many },
        },
        features,
      );
      return clientClassOf(busy) === clientClassOf(features);
    }),
  );
});

t.test('a declaration is reported beside the shape and is never taken for it', async (t) => {
  const declare = (name: (typeof segments)[number] | null, isVerified: boolean) => ({
    segment: name === null ? 0 : segments.indexOf(name) + 1,
    isVerified,
  });
  t.same(declaredClientOf(declare('batch', true), 'chat'), {
    ...{ segment: 'batch', verified: true, contradicted: true },
  });
  t.same(declaredClientOf(declare('batch', false), 'batch'), {
    ...{ segment: 'batch', verified: false, contradicted: false },
  });
  t.same(declaredClientOf(declare(null, false), 'product'), {
    ...{ segment: null, verified: false, contradicted: false },
  });
  for (const segment of segments) {
    t.ok(
      clientClasses.some((shape) => !declaredClientOf(declare(segment, true), shape).contradicted),
      `some shape fits ${segment}`,
    );
    for (const shape of ['mixed', 'unreadable'] as const) {
      t.notOk(declaredClientOf(declare(segment, true), shape).contradicted);
    }
  }
});
