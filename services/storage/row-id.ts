/** Whether a text is a number that the database gives out as an id; anything else names no row. */
export function isRowId(text: string): boolean {
  return /^[1-9]\d{0,17}$/.test(text);
}
