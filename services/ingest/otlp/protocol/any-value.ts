import { isFields } from '../../json-checks.ts';
import { asList } from '../../sources/values.ts';

interface LongNumber {
  toNumber(): number;
}

/** What both encodings give: camelCase names, 64-bit numbers as Long, string or number. */
interface AnyValue {
  readonly stringValue?: unknown;
  readonly boolValue?: unknown;
  readonly intValue?: unknown;
  readonly doubleValue?: unknown;
  readonly arrayValue?: { readonly values?: unknown } | null;
  readonly kvlistValue?: { readonly values?: unknown } | null;
}

export type Attributes = ReadonlyMap<string, unknown>;

// Deeper than any message of a conversation; what is below counts as not there.
const maxDepth = 16;

/** A 64-bit number of either encoding as the nearest double; undefined when it is none. */
export function readNumber(value: unknown): number | undefined {
  if (typeof value === 'number') return value;
  if (typeof value === 'string' && /^-?\d{1,20}$/.test(value)) return Number(value);
  const isLong = isFields(value) && typeof value['toNumber'] === 'function';
  return isLong ? (value as unknown as LongNumber).toNumber() : undefined;
}

function plainNested(value: AnyValue, depth: number): unknown {
  if (depth >= maxDepth) return undefined;
  if (isFields(value.arrayValue)) {
    return asList(value.arrayValue.values).map((each) => plainValue(each, depth + 1));
  }
  if (!isFields(value.kvlistValue)) return undefined;
  return Object.fromEntries(readAttributes(value.kvlistValue.values, depth + 1));
}

/** An AnyValue as plain JSON. Bytes and what is malformed come to undefined, as if they were absent. */
export function plainValue(given: unknown, depth = 0): unknown {
  if (!isFields(given)) return undefined;
  const value: AnyValue = given;
  if (typeof value.stringValue === 'string') return value.stringValue;
  if (typeof value.boolValue === 'boolean') return value.boolValue;
  const whole = readNumber(value.intValue);
  if (whole !== undefined) return whole;
  if (typeof value.doubleValue === 'number') return value.doubleValue;
  return plainNested(value, depth);
}

/** A list of KeyValue as a map; of a key that comes twice the last counts. */
export function readAttributes(list: unknown, depth = 0): Map<string, unknown> {
  const attributes = new Map<string, unknown>();
  for (const each of asList(list)) {
    if (!isFields(each) || typeof each['key'] !== 'string') continue;
    const value = plainValue(each['value'], depth);
    if (value !== undefined && value !== null) attributes.set(each['key'], value);
  }
  return attributes;
}
