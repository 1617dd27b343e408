interface Candidate<Entry> {
  readonly rank: number;
  readonly entry: Entry;
}

/** Keeps the candidates with the smallest ranks, ties by account id: most that are offered are dropped at once. */
export function smallestFirst<Entry extends { readonly accountId: string }>(limit: number) {
  const held: Candidate<Entry>[] = [];
  return {
    offer: (rank: number, entry: Entry): void => {
      const last = held.at(-1);
      if (held.length >= limit && last !== undefined && rank > last.rank) return;
      const candidate = { rank, entry };
      let place = held.length;
      while (place > 0 && isBefore(candidate, held[place - 1])) place--;
      held.splice(place, 0, candidate);
      if (held.length > limit) held.pop();
    },
    list: (): readonly Candidate<Entry>[] => held,
  };
}

function isBefore<Entry extends { readonly accountId: string }>(
  a: Candidate<Entry>,
  b: Candidate<Entry> | undefined,
): boolean {
  if (b === undefined || a.rank !== b.rank) return b === undefined || a.rank < b.rank;
  return a.entry.accountId < b.entry.accountId;
}
