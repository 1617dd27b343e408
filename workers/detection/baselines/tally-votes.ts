import type { BaselineSnapshot, ClientClass } from '../../../services/contracts/baseline.ts';
import { addScore, createScoreHistogram, scoreBinWidth, toSparse } from './score-histogram.ts';

/** What people made of an account: `cleared` ones are known to be honest, `upheld` ones not to be. */
export type Standing = 'unflagged' | 'undecided' | 'cleared' | 'upheld';

export interface Vote {
  readonly clientClass: ClientClass;
  /** The highest that is known of it, in nats. */
  readonly score: number;
  readonly standing: Standing;
  /** Accounts of one unit have one vote in each class; null for an account that shares nothing declared. */
  readonly unit: string | null;
  /** Too little seen of it to count as honest. */
  readonly isYoung: boolean;
}

/** How many accounts counted, and why the others did not. */
export interface VoteCounts {
  honest: number;
  undecided: number;
  upheld: number;
  young: number;
  /** Beside the one of their unit that scores highest. */
  sameUnit: number;
}

type Ballot = 'honest' | 'undecided';

/** Which ballot a vote goes to, or why it counts nowhere. */
function ballotOf({ standing, score, isYoung }: Vote, review: number): Ballot | 'upheld' | 'young' {
  if (standing === 'upheld' || standing === 'undecided') return standing;
  // Somebody looked: the account is honest however high it scored, and must count or every rate would be too low.
  if (standing === 'cleared') return 'honest';
  if (score >= review) return 'undecided';
  return isYoung ? 'young' : 'honest';
}

/**
 * Turns accounts into baselines so that those who are judged do not set the bar: at the review level (nats) and above
 * only an account that a person cleared counts as honest.
 */
export function createVoteTally(review: number) {
  const counts: VoteCounts = { honest: 0, undecided: 0, upheld: 0, young: 0, sameUnit: 0 };
  const classes = new Map<ClientClass, Record<Ballot, number[]>>();
  const byUnit = new Map<string, { ballot: Ballot; clientClass: ClientClass; score: number }>();

  const count = (ballot: Ballot, clientClass: ClientClass, score: number) => {
    const held = classes.get(clientClass) ?? {
      ...{ honest: createScoreHistogram(), undecided: createScoreHistogram() },
    };
    classes.set(clientClass, held);
    addScore(held[ballot], score);
    counts[ballot] += 1;
  };
  const add = (vote: Vote): void => {
    const ballot = ballotOf(vote, review);
    const { clientClass, unit } = vote;
    // Nobody below the review level may share a bin with those above it: they would count as scoring as high.
    const isBelow = vote.standing === 'unflagged' && vote.score < review;
    const score = isBelow ? Math.min(vote.score, review - scoreBinWidth) : vote.score;
    if (ballot === 'upheld' || ballot === 'young') counts[ballot] += 1;
    else if (unit === null) count(ballot, clientClass, score);
    else {
      const key = `${ballot} ${clientClass} ${unit}`;
      const held = byUnit.get(key);
      if (held !== undefined) counts.sameUnit += 1;
      // The highest, because each of its accounts is judged: a lower one would promise too much.
      if (held === undefined || score > held.score) byUnit.set(key, { ballot, clientClass, score });
    }
  };
  const finish = (): { counts: VoteCounts; classes: BaselineSnapshot['classes'] } => {
    for (const { ballot, clientClass, score } of byUnit.values()) count(ballot, clientClass, score);
    byUnit.clear();
    const entries = Array.from(classes, ([name, { honest, undecided }]) => {
      return [name, { honest: toSparse(honest), undecided: toSparse(undecided) }] as const;
    });
    return { counts, classes: Object.fromEntries(entries.sort()) };
  };
  return { add, finish };
}
