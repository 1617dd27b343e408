/** A number that the database gives out as an id. */
export const rowId = /^[1-9]\d{0,17}$/;

/** Whether a text is an id of the database; anything else names no row. */
export function isRowId(text: string): boolean {
  return rowId.test(text);
}
