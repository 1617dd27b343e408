import { extractFeatures, extractPartFeatures } from '../features/features.ts';
import { share } from '../features/share.ts';
import type { Content } from '../profile/content.ts';
import type { Profile } from '../profile/profile.ts';
import type { SubStream } from '../profile/sub-stream.ts';
import { assess, type Assessment } from './assess.ts';
import type { DetectionContext, StreamFacts } from './define-detector.ts';
import type { Detection } from './settings.ts';

/**
 * The stronger of two views: the whole account, and the one of its sub-streams that speaks most for extraction.
 * Ten per cent of extraction in an honest account stands out, at the price of having looked more than once, which
 * the detector of mixed traffic takes off. `contextOf` tells what is known beyond the requests given.
 */
export function assessProfile(
  profile: Profile,
  detection: Detection,
  contextOf: (content: Content) => DetectionContext,
): Assessment {
  let best = assess(extractFeatures(profile), contextOf(profile), detection);
  const judged = profile.subStreams.filter(
    ({ counters }) => counters.requests >= detection.scoring.fewestRequests,
  );
  for (const stream of judged) {
    const facts = streamFactsOf(stream, profile, judged.length);
    const features = extractPartFeatures(stream, profile);
    const assessment = assess(features, { ...contextOf(stream), stream: facts }, detection);
    if (assessment.score > best.score) best = assessment;
  }
  return best;
}

function streamFactsOf({ counters }: SubStream, account: Profile, streams: number): StreamFacts {
  const readable = account.counters.requests - account.counters.unreadable;
  const followUpsElsewhere = account.counters.followUps - counters.followUps;
  return {
    streams,
    share: share(counters.requests, readable),
    followUpsElsewhere,
    followUpShareElsewhere: share(followUpsElsewhere, readable - counters.requests),
  };
}
