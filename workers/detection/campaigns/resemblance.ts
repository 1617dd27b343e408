import type { IndexedAccount } from './trait-index.ts';
import type { WordIndex } from './word-index.ts';

/** More members than this are compared by a sample: the mean is the same. */
const mostCompared = 12;

/** Mean similarity of the vocabularies of the pairs of members, 0 to 1; 0 where fewer than two can be compared. */
export function resemblanceOf(members: readonly IndexedAccount[], words: WordIndex): number {
  const step = Math.max(1, members.length / mostCompared);
  const compared = Array.from(
    { length: Math.min(members.length, mostCompared) },
    (_, index) => members[Math.floor(index * step)],
  );
  const entries = compared.flatMap((member) => words.get(member?.accountId ?? '') ?? []);
  let sum = 0;
  let pairs = 0;
  for (const [index, a] of entries.entries()) {
    for (const b of entries.slice(index + 1)) {
      sum += words.similarityOf(a.vector, b.vector);
      pairs++;
    }
  }
  return pairs === 0 ? 0 : sum / pairs;
}
