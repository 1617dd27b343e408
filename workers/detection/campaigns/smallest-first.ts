import type { WordEntry } from './word-index.ts';

interface Candidate {
  readonly rank: number;
  readonly entry: WordEntry;
  readonly product: number;
}

/** Keeps the candidates with the smallest ranks, ties by account id: most that are offered are dropped at once. */
export function smallestFirst(limit: number) {
  const held: Candidate[] = [];
  return {
    offer: (rank: number, entry: WordEntry, product: number): void => {
      const last = held.at(-1);
      if (held.length >= limit && last !== undefined && rank > last.rank) return;
      const candidate = { rank, entry, product };
      let place = held.length;
      while (place > 0 && isBefore(candidate, held[place - 1])) place--;
      held.splice(place, 0, candidate);
      if (held.length > limit) held.pop();
    },
    list: (): readonly Candidate[] => held,
  };
}

function isBefore(a: Candidate, b: Candidate | undefined): boolean {
  if (b === undefined || a.rank !== b.rank) return b === undefined || a.rank < b.rank;
  return a.entry.accountId < b.entry.accountId;
}
