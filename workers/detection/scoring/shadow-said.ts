import type { RaisedLevel } from '../../../services/contracts/finding.ts';
import type { ShadowFinding, ShadowVerdict } from '../../../services/contracts/shadow-finding.ts';
import type { Assessment } from './assess.ts';
import type { Shadow } from './settings.ts';

/** What a shadow would have done about one level. */
export interface Said {
  readonly shadow: Shadow;
  readonly said: Assessment;
  readonly level: RaisedLevel;
  readonly verdict: ShadowVerdict;
}

/** The part of a shadow finding that is the same whatever its subject. */
export function describeSaid({ shadow, said, level, verdict }: Said) {
  return {
    challenger: shadow.challenger,
    version: shadow.version,
    level,
    verdict,
    score: said.score,
    reasons: [...said.reasons],
  } satisfies Partial<ShadowFinding>;
}
