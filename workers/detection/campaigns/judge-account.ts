import type { Finding } from '../../../services/contracts/finding.ts';
import type { ShadowFinding } from '../../../services/contracts/shadow-finding.ts';
import type { Content } from '../profile/content.ts';
import { decodeProfile } from '../profile/profile-codec.ts';
import { raiseAccount, type Judgement } from '../raise-account.ts';
import { assessProfile } from '../scoring/assess-profile.ts';
import { alone, type DetectionContext, type MarkFacts } from '../scoring/define-detector.ts';
import { levelsOf, type Bars } from '../scoring/levels-of.ts';
import { shadowFindingsOf } from '../shadow-findings-of.ts';
import type { Detection } from '../scoring/settings.ts';
import { neighbourFactsOf } from './neighbours.ts';
import type { IndexedAccount } from './trait-index.ts';
import type { WordIndex } from './word-index.ts';

export interface AccountVerdict {
  readonly accountId: string;
  readonly score: number;
  readonly findings: readonly Finding[];
  /** The level that it was raised to before and still reaches; null when it was not, or a level is new. */
  readonly standing: Finding | null;
  readonly shadow: readonly ShadowFinding[];
}

interface Standing {
  readonly tickAt: number;
  readonly raisedLevel: number;
  readonly marks: MarkFacts | null;
}

/** Accounts that lean less than this, in nats, are not looked up: their neighbours could not make a case alone. */
const leastLeaning = 0.2;

/** Whether an account is worth judging among its neighbours: its content leans, or its traits came back. */
export function isWorthJudging(
  { leaning, requests }: IndexedAccount,
  marks: MarkFacts | null,
  { scoring }: Detection,
): boolean {
  return (leaning >= leastLeaning || marks !== null) && requests >= scoring.fewestRequests;
}

/**
 * Assesses an account once more, now with what the accounts most like it say: evidence that no account shows alone.
 * `raisedLevel` is the level raised for it before, 0 none to 2 act.
 */
export function judgeAccount(
  { accountId, profileBytes, unit }: IndexedAccount,
  { words, detection }: { readonly words: WordIndex; readonly detection: Detection },
  { tickAt, raisedLevel, marks }: Standing,
): AccountVerdict {
  const profile = decodeProfile(profileBytes);
  const contextOf = onceEach((content: Content) => ({
    ...alone,
    marks,
    neighbours: neighbourFactsOf(content.words, words, unit),
  }));
  const assessment = assessProfile(profile, detection, contextOf);
  const from = Math.max(profile.level, raisedLevel);
  const levels = levelsOf(assessment.score, detection.scoring).slice(from);
  // A baseline knows what accounts say by themselves, so that is what is compared with it.
  const ownScore = () => assessProfile(profile, detection, () => alone).score;
  const judgement = { accountId, profile, tickAt, assessment, levels, ownScore };
  const findings = raiseAccount(judgement, detection);
  const reached = findings.map((finding) => finding.level);
  const level = from + reached.length;
  const barsOf = (scoring: Bars) => scoring;
  const live = { tickAt, assessment, reached, level, contextOf, barsOf };
  const shadow = shadowFindingsOf({ accountId, profile, shadowed: null }, live, detection.shadows);
  const { score } = assessment;
  const standing = reached.length > 0 ? null : standingOf(judgement, from, detection);
  return { accountId, score, findings, standing, shadow };
}

/** What stands of a level that was raised before: whether it is news depends on what was decided meanwhile. */
function standingOf(judgement: Judgement, raised: number, detection: Detection): Finding | null {
  const stands = levelsOf(judgement.assessment.score, detection.scoring).slice(0, raised);
  return raiseAccount({ ...judgement, levels: stands.slice(-1) }, detection).at(-1) ?? null;
}

/** Neighbours are looked up once for each part of an account, however many settings judge it. */
function onceEach(contextOf: (content: Content) => DetectionContext) {
  const known = new Map<Content, DetectionContext>();
  return (content: Content): DetectionContext => {
    const context = known.get(content) ?? contextOf(content);
    known.set(content, context);
    return context;
  };
}
