/** What of the refused another mapping or a newer version may read; nothing of usage events. */
export interface Unread {
  /** Each one JSON. */
  readonly records: readonly string[];
  /** Calls by the code of their refusal. */
  readonly codes: Readonly<Record<string, number>>;
}

export const nothingUnread: Unread = { records: [], codes: {} };

/** The same as one. */
export function joinUnread(all: readonly Unread[]): Unread {
  const codes: Record<string, number> = {};
  for (const [code, calls] of all.flatMap((each) => Object.entries(each.codes))) {
    codes[code] = (codes[code] ?? 0) + calls;
  }
  return { records: all.flatMap(({ records }) => records), codes };
}

/** Collects what is refused while a body is read. */
export function createUnread() {
  const records: string[] = [];
  const codes: Record<string, number> = {};
  const unread: Unread = { records, codes };
  return {
    unread,
    /** The records, each one JSON, of one call. */
    keep: (code: string, ofCall: readonly string[]) => {
      records.push(...ofCall);
      codes[code] = (codes[code] ?? 0) + 1;
    },
  };
}
