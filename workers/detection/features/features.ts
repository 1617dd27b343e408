import type { Profile } from '../profile/profile.ts';
import { conversationOf, type ConversationFeatures } from './conversation.ts';
import { coverageFeaturesOf, type CoverageFeatures } from './coverage.ts';
import { demandOf, type DemandFeatures } from './demand.ts';
import { probingOf, type ProbingFeatures } from './probing.ts';
import { streamsOf, type StreamFeatures } from './streams.ts';
import { templateOf, type TemplateFeatures } from './template.ts';
import { volumeOf, type VolumeFeatures } from './volume.ts';

/** Everything that detectors may look at: numbers of one profile, of an account or of a merged campaign. */
export interface Features {
  readonly volume: VolumeFeatures;
  readonly conversation: ConversationFeatures;
  readonly coverage: CoverageFeatures;
  readonly template: TemplateFeatures;
  readonly demand: DemandFeatures;
  readonly probing: ProbingFeatures;
  readonly streams: readonly StreamFeatures[];
}

export function extractFeatures(profile: Profile): Features {
  return {
    volume: volumeOf(profile),
    conversation: conversationOf(profile),
    coverage: coverageFeaturesOf(profile),
    template: templateOf(profile),
    demand: demandOf(profile),
    probing: probingOf(profile),
    streams: streamsOf(profile),
  };
}
