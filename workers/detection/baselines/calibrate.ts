import type { ClientClass, StatedRate } from '../../../services/contracts/baseline.ts';
import type { Finding, RaisedLevel } from '../../../services/contracts/finding.ts';
import { extractFeatures, type Features } from '../features/features.ts';
import type { Profile } from '../profile/profile.ts';
import type { Detection } from '../scoring/settings.ts';
import { clientClassOf } from './client-class.ts';
import { declaredClientOf } from './declared-client.ts';
import { stateRate, supportsAct } from './state-rate.ts';

/** What a score is worth beside those of honest accounts of the same kind. */
export interface Calibration {
  readonly clientClass: ClientClass;
  /** null until a baseline was promoted. */
  readonly rate: StatedRate | null;
  /** Whether the act level is open to this score, should it be high enough. */
  readonly isActSupported: boolean;
}

/** Of an account, or of a group judged as one: that is compared with single accounts, which are what a baseline knows. */
export function calibrate(
  features: Features,
  score: number,
  { baselines, scoring }: Detection,
): Calibration {
  const clientClass = clientClassOf(features);
  const rate = baselines === undefined ? null : stateRate(baselines, clientClass, score);
  return { clientClass, rate, isActSupported: supportsAct(rate, scoring.actRate) };
}

/** The same of an account; `score` is what its own requests say, because that is what a baseline knows of others. */
export function calibrateAccount(
  profile: Profile,
  score: number,
  detection: Detection,
): Calibration {
  return calibrate(extractFeatures(profile), score, detection);
}

/** The levels that are open to an account or group of this calibration. */
export function openLevels(
  levels: readonly RaisedLevel[],
  { isActSupported }: Calibration,
): readonly RaisedLevel[] {
  return levels.filter((level) => level !== 'act' || isActSupported);
}

/** The part of a finding that says it; `account` is null for a group, of which nothing is declared. */
export function describeCalibration(
  { clientClass, rate }: Calibration,
  account: Pick<Profile, 'segment' | 'isVerified'> | null,
): Pick<Finding, 'client_class' | 'declared_client' | 'stated_rate'> {
  return {
    client_class: clientClass,
    declared_client: account === null ? null : declaredClientOf(account, clientClass),
    stated_rate: rate,
  };
}
