import type { Content } from '../profile/content.ts';
import type { Profile } from '../profile/profile.ts';
import { conversationOf, type ConversationFeatures } from './conversation.ts';
import { coverageFeaturesOf, type CoverageFeatures } from './coverage.ts';
import { demandOf, type DemandFeatures } from './demand.ts';
import { limitsOf, type LimitFeatures } from './limits.ts';
import { originOf, type OriginFeatures } from './origin.ts';
import { probingOf, type ProbingFeatures } from './probing.ts';
import { templateOf, type TemplateFeatures } from './template.ts';
import { volumeOf, type VolumeFeatures } from './volume.ts';

/** Everything that detectors may look at: numbers of an account, of one of its sub-streams or of a merged campaign. */
export interface Features {
  readonly volume: VolumeFeatures;
  readonly conversation: ConversationFeatures;
  readonly coverage: CoverageFeatures;
  readonly template: TemplateFeatures;
  readonly demand: DemandFeatures;
  readonly probing: ProbingFeatures;
  readonly limits: LimitFeatures;
  readonly origin: OriginFeatures;
}

export function extractFeatures(profile: Profile): Features {
  return { ...contentFeaturesOf(profile), volume: volumeOf(profile), origin: originOf(profile) };
}

/** The features of a part of an account's requests; when they came is known of the account alone. */
export function extractPartFeatures(part: Content, account: Profile): Features {
  const { requests } = part.counters;
  const volume = { ...volumeOf(account), requests };
  return { ...contentFeaturesOf(part), volume, origin: originOf(account) };
}

function contentFeaturesOf(content: Content): Omit<Features, 'volume' | 'origin'> {
  return {
    conversation: conversationOf(content),
    coverage: coverageFeaturesOf(content),
    template: templateOf(content),
    demand: demandOf(content),
    probing: probingOf(content),
    limits: limitsOf(content),
  };
}
