type Fields = Record<string, unknown>;

/** The parts of a record that hold optional fields of their own. */
const parts = ['client', 'usage', 'request'] as const;

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function dropNulls(fields: Fields): Fields {
  if (!Object.values(fields).includes(null)) return fields;
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== null));
}

/**
 * The record with every field that is null left out, in it and in its parts: serialisers of many languages write null
 * for absent. Returns the value itself when there is none, which costs a look at each field.
 */
export function withoutNulls(value: unknown): unknown {
  if (!isFields(value)) return value;
  let record = dropNulls(value);
  for (const part of parts) {
    const fields = record[part];
    if (!isFields(fields)) continue;
    const kept = dropNulls(fields);
    if (kept !== fields) record = { ...record, [part]: kept };
  }
  return record;
}
