import { extractFeatures, extractPartFeatures, type Features } from '../features/features.ts';
import type { Profile } from '../profile/profile.ts';
import { assess } from './assess.ts';
import { alone } from './define-detector.ts';
import type { Detection } from './settings.ts';

/** A young account leans the way that it would be judged after this many times its requests. */
const foresight = 4;
/** Requests that say something about their like. */
const fewestOpeners = 8;

/**
 * Which way the content of an account points, in nats: its assessment, or the highest of a sub-stream, were its few
 * requests a fair sample of many. Evidence about others, never a finding about itself. 0 for too few requests.
 */
export function leaningOf(profile: Profile, detection: Detection): number {
  const parts = profile.subStreams.filter(({ counters }) => counters.openers >= fewestOpeners);
  const views = parts.map((part) => extractPartFeatures(part, profile));
  if (profile.counters.openers >= fewestOpeners) views.unshift(extractFeatures(profile));
  if (views.length === 0) return 0;
  return Math.max(...views.map((view) => assess(grown(view), alone, detection).score));
}

function grown(features: Features): Features {
  const openers = foresight * features.conversation.openers;
  return { ...features, conversation: { ...features.conversation, openers } };
}
