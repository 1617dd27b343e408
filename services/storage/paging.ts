/** Where a newest-first list continues: behind this row. */
export interface PageStart {
  readonly at: Date;
  readonly id: string;
}

export interface PageRequest {
  readonly limit: number;
  readonly after?: PageStart | undefined;
}

export interface Page<Row> {
  readonly items: readonly Row[];
  /** null on the last page. */
  readonly next: PageStart | null;
}

/** Makes a page of `limit + 1` rows: the one too many only tells that there is more. */
export function toPage<Row>(
  rows: readonly Row[],
  limit: number,
  startOf: (row: Row) => PageStart,
): Page<Row> {
  const items = rows.slice(0, limit);
  const last = items.at(-1);
  return { items, next: rows.length > limit && last !== undefined ? startOf(last) : null };
}
