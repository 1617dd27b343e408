import type { Finding } from '../../../services/contracts/finding.ts';
import { decodeProfile } from '../profile/profile-codec.ts';
import { findingOf } from '../raise-account.ts';
import { assessProfile } from '../scoring/assess-profile.ts';
import { alone } from '../scoring/define-detector.ts';
import { levelsBetween, levelOf } from '../scoring/levels.ts';
import type { Detection } from '../scoring/settings.ts';
import { neighbourFactsOf } from './neighbours.ts';
import type { IndexedAccount } from './trait-index.ts';
import type { WordIndex } from './word-index.ts';

export interface AccountVerdict {
  readonly accountId: string;
  readonly score: number;
  readonly findings: readonly Finding[];
}

/** Accounts that lean less than this, in nats, are not looked up: their neighbours could not make a case alone. */
const leastLeaning = 0.2;

/** Whether an account is worth judging among its neighbours. */
export function isWorthJudging(account: IndexedAccount, { scoring }: Detection): boolean {
  return account.leaning >= leastLeaning && account.requests >= scoring.fewestRequests;
}

/**
 * Assesses an account once more, now with what the accounts most like it say: evidence that no account shows alone.
 * `raisedLevel` is the level raised for it before, 0 none to 2 act.
 */
export function judgeAccount(
  { accountId, profileBytes, unit }: IndexedAccount,
  { words, detection }: { readonly words: WordIndex; readonly detection: Detection },
  { tickAt, raisedLevel }: { readonly tickAt: number; readonly raisedLevel: number },
): AccountVerdict {
  const profile = decodeProfile(profileBytes);
  const assessment = assessProfile(profile, detection, (content) => ({
    ...alone,
    neighbours: neighbourFactsOf(content.words, words, unit),
  }));
  const from = Math.max(profile.level, raisedLevel);
  const reached = levelsBetween(from, levelOf(assessment.score, detection.scoring));
  return {
    accountId,
    score: assessment.score,
    findings: reached.map((level) => findingOf(accountId, profile, { level, tickAt, assessment })),
  };
}
