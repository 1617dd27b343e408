/** Where a newest-first list continues: behind this row. */
export interface PageStart {
  readonly at: Date;
  readonly id: string;
}

/** `Start` says behind what a list continues: a time and an id, or for a list in the order of its rows the id alone. */
export interface PageRequest<Start = PageStart> {
  readonly limit: number;
  readonly after?: Start | undefined;
}

export interface Page<Row, Start = PageStart> {
  readonly items: readonly Row[];
  /** null on the last page. */
  readonly next: Start | null;
}

/** Makes a page of `limit + 1` rows: the one too many only tells that there is more. */
export function toPage<Row, Start>(
  rows: readonly Row[],
  limit: number,
  startOf: (row: Row) => Start,
): Page<Row, Start> {
  const items = rows.slice(0, limit);
  const last = items.at(-1);
  return { items, next: rows.length > limit && last !== undefined ? startOf(last) : null };
}
