/** An empty field of a form means none. */
export function emptyToNone(value: unknown): unknown {
  return value === '' ? undefined : value;
}

/** A field that may come several times, or once, or not at all. */
export function asList(value: unknown): unknown {
  if (value === undefined) return [];
  return Array.isArray(value) ? value : [value];
}
