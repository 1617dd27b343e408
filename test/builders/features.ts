import type { Features } from '../../workers/detection/features/features.ts';
import type {
  GroupFacts,
  MarkFacts,
  NeighbourFacts,
  StreamFacts,
} from '../../workers/detection/scoring/define-detector.ts';

/** Any number of any part; what is not named stays as it is. */
export type FeatureOverrides = {
  readonly [Part in keyof Features]?: Partial<Features[Part]>;
};

/** One person at a chat prompt over a month: asks, follows up, writes a line here and a page there. */
const ordinary: Features = {
  volume: { requests: 60, perDay: 2, days: 30, hourEntropy: 0.6, gapEntropy: 0.8 },
  conversation: {
    openers: 35,
    openerShare: 0.58,
    followUpShare: 0.42,
    toolShare: 0,
    toolResults: 0,
    toolResultVariety: 0,
    endUserShare: 0,
    endUsers: 0,
    repeatShare: 0.03,
    unreadableShare: 0,
    userAgents: 1,
    networks: 2,
  },
  coverage: { wordsSeen: 400, unseenMass: 0.5, growth: 0.75, repeatRate: 0.01 },
  template: {
    coverage: 0,
    recurringEdges: 0,
    topShare: 0.05,
    answerDeviation: 0,
    systemPromptShare: 0,
  },
  demand: {
    outputMean: 5.3,
    outputDeviation: 0.9,
    textMean: 4.6,
    textDeviation: 1.1,
    ratio: 0.7,
    questionShare: 0.45,
    lineBreakShare: 0.2,
    numberShare: 0.2,
  },
  probing: {
    logprobRequests: 0,
    logprobShare: 0,
    singleTokenShare: 0,
    biasedTokens: 0,
    biasedRequests: 0,
  },
  limits: { limited: 30, generousShare: 0.2, cutShare: 0.02 },
  origin: { idleDays: 50, sessions: 20, systemPrompts: 1 },
};

/** The features of an ordinary quiet account, or of `base`, but for `overrides`. */
export function featuresOf(overrides: FeatureOverrides = {}, base: Features = ordinary): Features {
  return {
    volume: { ...base.volume, ...overrides.volume },
    conversation: { ...base.conversation, ...overrides.conversation },
    coverage: { ...base.coverage, ...overrides.coverage },
    template: { ...base.template, ...overrides.template },
    demand: { ...base.demand, ...overrides.demand },
    probing: { ...base.probing, ...overrides.probing },
    limits: { ...base.limits, ...overrides.limits },
    origin: { ...base.origin, ...overrides.origin },
  };
}

/** A handful of accounts that share a rare template, partition one bank and draw from one source. */
const fleet: GroupFacts = {
  units: 16,
  rarity: 4.5,
  sharedTexts: 2,
  otherTies: 0,
  leaningShare: 0.9,
  replication: 0.02,
  heterogeneity: 0.02,
  lockstep: 0,
  retargeting: 0,
  resemblance: 0.1,
};

/** The facts of a fleet, but for `overrides`. */
export function groupOf(overrides: Partial<GroupFacts> = {}): GroupFacts {
  return { ...fleet, ...overrides };
}

/** One of two clients of an account whose other one is used by people, but for `overrides`. */
export function streamOf(overrides: Partial<StreamFacts> = {}): StreamFacts {
  const half = { streams: 2, share: 0.5, followUpsElsewhere: 40, followUpShareElsewhere: 0.4 };
  return { ...half, ...overrides };
}

/** Twenty accounts that resemble the one judged and say nothing either way, but for `overrides`. */
export function neighboursOf(overrides: Partial<NeighbourFacts> = {}): NeighbourFacts {
  return { accounts: 20, similarity: 0.2, evidence: 0, ...overrides };
}

/** A template and a network of a suspended account, but for `overrides`. */
export function marksOf(overrides: Partial<MarkFacts> = {}): MarkFacts {
  return { tombstonedTemplates: 1, tombstonedKinds: 1, indicatorKinds: 0, ...overrides };
}
