type Fields = Readonly<Record<string, string | undefined>>;

/** An address with those of the fields that have a value. */
export function pageUrl(path: string, fields: Fields): string {
  const given = Object.entries(fields).filter(
    (field): field is [string, string] => field[1] !== undefined,
  );
  return `${path}?${new URLSearchParams(given).toString()}`;
}

/** The address of the next page under the same filter; null on the last. */
export function nextUrl(path: string, filter: Fields, cursor: string | null): string | null {
  return cursor === null ? null : pageUrl(path, { ...filter, cursor });
}
