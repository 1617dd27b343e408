import type { NeighbourFacts } from '../scoring/define-detector.ts';
import { ramp } from '../scoring/ramp.ts';
import type { Coverage } from '../sketches/coverage.ts';
import type { WordIndex } from './word-index.ts';
import { wordVectorOf } from './word-vector.ts';

const asked = 20;
/** No account says more than this of its neighbours, in nats: three loud ones must not outweigh seventeen quiet ones. */
const mostAgainst = 3;
const mostFor = -2;

/** Beyond this similarity accounts do the same exercise, or are one product: what they lean to is one thing, said often. */
const distinctBelow = 0.45;
const sameFrom = 0.65;

function independenceOf(similarity: number): number {
  return ramp(similarity, sameFrom, distinctBelow);
}

/** What the accounts whose requests are most like these say of them, copies left out; null while there are none. */
export function neighbourFactsOf(
  words: Coverage,
  index: WordIndex,
  unit: string,
): NeighbourFacts | null {
  let accounts = 0;
  let weights = 0;
  let similarities = 0;
  let evidence = 0;
  for (const { entry, similarity } of index.neighboursOf(wordVectorOf(words), unit, asked)) {
    const weight = similarity * similarity * (entry.leaning > 0 ? independenceOf(similarity) : 1);
    if (weight === 0) continue;
    accounts++;
    weights += weight;
    similarities += similarity;
    evidence += weight * Math.max(mostFor, Math.min(mostAgainst, entry.leaning));
  }
  if (accounts === 0) return null;
  return { accounts, similarity: similarities / accounts, evidence: evidence / weights };
}
