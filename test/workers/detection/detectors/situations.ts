import fc from 'fast-check';
import { extractFeatures, type Features } from '../../../../workers/detection/features/features.ts';
import { createProfile } from '../../../../workers/detection/profile/profile.ts';
import type {
  GroupFacts,
  MarkFacts,
  NeighbourFacts,
  StreamFacts,
} from '../../../../workers/detection/scoring/define-detector.ts';
import {
  featuresOf,
  groupOf,
  marksOf,
  neighboursOf,
  streamOf,
  type FeatureOverrides,
} from '../../../builders/features.ts';

/** Features, and the facts of what is judged beside them. */
export type Given = FeatureOverrides & {
  readonly group?: Partial<GroupFacts> | null;
  readonly stream?: Partial<StreamFacts> | null;
  readonly neighbours?: Partial<NeighbourFacts> | null;
  readonly marks?: Partial<MarkFacts> | null;
};

/** Everything that a detector may look at. */
export interface Situation extends Features {
  readonly group: GroupFacts | null;
  readonly stream: StreamFacts | null;
  readonly neighbours: NeighbourFacts | null;
  readonly marks: MarkFacts | null;
}

/** Names one number of a situation, as `part.name`. */
export type Quantity = {
  [Part in keyof Ranges]: `${Part}.${keyof Ranges[Part] & string}`;
}[keyof Ranges];

type Parts = Features & {
  group: GroupFacts;
  stream: StreamFacts;
  neighbours: NeighbourFacts;
  marks: MarkFacts;
};
type Ranges = { [Part in keyof Parts]: Record<keyof Parts[Part], fc.Arbitrary<number>> };

/** An account that has sent nothing. */
export const emptyWindow: Given = {
  ...extractFeatures(createProfile()),
  group: null,
  stream: null,
  neighbours: null,
  marks: null,
};

export function situationOf(given: Given, typical: Given = {}): Situation {
  const { group, stream, neighbours, marks } = { ...typical, ...given };
  return {
    ...featuresOf(given, featuresOf(typical)),
    group: group ? groupOf({ ...typical.group, ...group }) : null,
    stream: stream ? streamOf({ ...typical.stream, ...stream }) : null,
    neighbours: neighbours ? neighboursOf({ ...typical.neighbours, ...neighbours }) : null,
    marks: marks ? marksOf({ ...typical.marks, ...marks }) : null,
  };
}

const share = fc.double({ min: 0, max: 1, noNaN: true });
const size = fc.double({ min: 0, max: 14, noNaN: true });
const deviation = fc.double({ min: 0, max: 3, noNaN: true });
const count = fc.oneof(fc.nat(500), fc.nat(2_000_000));

const ranges: Ranges = {
  volume: {
    requests: count,
    perDay: fc.double({ min: 0, max: 1e6, noNaN: true }),
    days: fc.double({ min: 0, max: 400, noNaN: true }),
    hourEntropy: share,
    gapEntropy: share,
  },
  conversation: {
    openers: count,
    openerShare: share,
    followUpShare: share,
    toolShare: share,
    toolResults: count,
    toolResultVariety: share,
    endUserShare: share,
    endUsers: count,
    repeatShare: share,
    unreadableShare: share,
    userAgents: count,
    networks: count,
  },
  coverage: { wordsSeen: count, unseenMass: share, growth: share, repeatRate: share },
  template: {
    coverage: share,
    recurringEdges: fc.nat(24),
    topShare: share,
    answerDeviation: deviation,
    systemPromptShare: share,
  },
  demand: {
    outputMean: size,
    outputDeviation: deviation,
    textMean: size,
    textDeviation: deviation,
    ratio: fc.double({ min: -14, max: 14, noNaN: true }),
    questionShare: share,
    lineBreakShare: share,
    numberShare: share,
  },
  probing: {
    logprobRequests: count,
    logprobShare: share,
    singleTokenShare: share,
    biasedTokens: count,
    biasedRequests: count,
  },
  limits: { limited: count, generousShare: share, cutShare: share },
  origin: {
    idleDays: fc.double({ min: 0, max: 3650, noNaN: true }),
    sessions: count,
    systemPrompts: count,
  },
  group: {
    units: fc.integer({ min: 1, max: 5000 }),
    rarity: size,
    sharedTexts: fc.integer({ min: 0, max: 8 }),
    otherTies: fc.integer({ min: 0, max: 3 }),
    leaningShare: share,
    replication: share,
    heterogeneity: fc.double({ min: 0, max: 10, noNaN: true }),
    lockstep: fc.double({ min: 0, max: 200, noNaN: true }),
    resemblance: share,
    retargeting: fc.double({ min: 0, max: 200, noNaN: true }),
  },
  stream: {
    streams: fc.integer({ min: 1, max: 4 }),
    share,
    followUpsElsewhere: count,
    followUpShareElsewhere: share,
  },
  neighbours: {
    accounts: fc.integer({ min: 1, max: 20 }),
    similarity: share,
    evidence: fc.double({ min: -2, max: 3, noNaN: true }),
  },
  marks: { tombstonedTemplates: fc.nat(1), tombstonedKinds: fc.nat(3), indicatorKinds: fc.nat(4) },
};

export const quantities = Object.entries(ranges).flatMap(([part, names]) =>
  Object.keys(names).map((name) => `${part}.${name}` as Quantity),
);

/** Situations of any kind, possible or not. */
export const situations: fc.Arbitrary<Situation> = fc.record({
  volume: fc.record(ranges.volume),
  conversation: fc.record(ranges.conversation),
  coverage: fc.record(ranges.coverage),
  template: fc.record(ranges.template),
  demand: fc.record(ranges.demand),
  probing: fc.record(ranges.probing),
  limits: fc.record(ranges.limits),
  origin: fc.record(ranges.origin),
  group: fc.option(fc.record(ranges.group), { freq: 2 }),
  stream: fc.option(fc.record(ranges.stream), { freq: 2 }),
  neighbours: fc.option(fc.record(ranges.neighbours), { freq: 2 }),
  marks: fc.option(fc.record(ranges.marks), { freq: 2 }),
});

export function valuesOf(quantity: Quantity): fc.Arbitrary<number> {
  const [part, name] = split(quantity);
  const range: Readonly<Record<string, fc.Arbitrary<number>>> = ranges[part];
  return range[name] ?? share;
}

/** `situation` with another number; a group that is none stays none. */
export function withValue(situation: Situation, quantity: Quantity, value: number): Situation {
  const [part, name] = split(quantity);
  const held = situation[part];
  return held === null ? situation : { ...situation, [part]: { ...held, [name]: value } };
}

function split(quantity: Quantity): [keyof Ranges, string] {
  const [part = '', name = ''] = quantity.split('.');
  return [part as keyof Ranges, name];
}
