import type { BaselineSnapshot } from '../../../services/contracts/baseline.ts';
import { extractFeatures } from '../features/features.ts';
import type { Profile } from '../profile/profile.ts';
import { assessProfile } from '../scoring/assess-profile.ts';
import { alone } from '../scoring/define-detector.ts';
import type { Detection } from '../scoring/settings.ts';
import { clientClassOf } from './client-class.ts';
import { detectionFingerprint } from './detection-fingerprint.ts';
import { createVoteTally, type Standing, type VoteCounts } from './tally-votes.ts';

export interface ObservedAccount {
  readonly profile: Profile;
  readonly standing: Standing;
  /** The highest score among its alerts, in nats: later traffic may have lowered the one of its profile. */
  readonly raisedScore: number | null;
}

export interface BaselineLearner {
  /** Accounts may come in any order, each once. */
  add(account: ObservedAccount): void;
  finish(version: string): { readonly snapshot: BaselineSnapshot; readonly counts: VoteCounts };
}

/** An account counts once it was seen over a day: making many that do costs a flood of new ones its day, and shows it. */
const youngestMs = 86_400_000;

/** Learns how honest accounts of each client class score, through the same code that scores them when they are judged. */
export function createBaselineLearner(detection: Detection): BaselineLearner {
  const { review, fewestRequests } = detection.scoring;
  const tally = createVoteTally(review);
  return {
    add: ({ profile, standing, raisedScore }) => {
      const { requests, outOfWindow } = profile.counters;
      if (requests - outOfWindow < fewestRequests) return;
      const features = extractFeatures(profile);
      const { score } = assessProfile(profile, detection, () => alone);
      tally.add({
        clientClass: clientClassOf(features),
        score: Math.max(score, raisedScore ?? score),
        standing,
        unit: unitOf(profile),
        isYoung: profile.lastAt - profile.firstAt < youngestMs,
      });
    },
    finish: (version) => {
      const { counts, classes } = tally.finish();
      return {
        counts,
        snapshot: { version, fingerprint: detectionFingerprint(detection), classes },
      };
    },
  };
}

/** What shows that two accounts belong together whoever holds them; networks and mail domains are shared by strangers. */
function unitOf({ identity: { org, payment, phone } }: Profile): string | null {
  if (org !== 0) return `org:${String(org)}`;
  if (payment !== 0) return `payment:${String(payment)}`;
  return phone === 0 ? null : `phone:${String(phone)}`;
}
