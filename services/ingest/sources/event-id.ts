import { hash } from 'node:crypto';
import { isFields } from '../json-checks.ts';
import { asId } from './values.ts';

/** What the usage event allows an id. */
const longestId = 128;

function sha256(text: string): string {
  return `sha256:${hash('sha256', text, 'hex')}`;
}

/** The id itself, or its hash when it is longer than a usage event allows. The same id always gives the same. */
export function shortId(id: string): string {
  return id.length <= longestId ? id : sha256(id);
}

/** JSON with the keys of every object in order, so that a record that a shipper wrote anew hashes alike. */
function sortKeys(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sortKeys);
  if (!isFields(value)) return value;
  const keys = Object.keys(value).toSorted();
  return Object.fromEntries(keys.map((key) => [key, sortKeys(value[key])]));
}

/** The first of the source's own ids that is there, else the hash of the canonical record. */
export function findEventId(record: unknown, ids: readonly unknown[]): string {
  const id = ids.map(asId).find((each) => each !== undefined);
  return id === undefined ? sha256(JSON.stringify(sortKeys(record))) : shortId(id);
}
