import { isFields, type Fields } from '../json-checks.ts';

function own(fields: Fields, key: string): unknown {
  return Object.hasOwn(fields, key) ? fields[key] : undefined;
}

/** HTTP compares the names of headers without regard to case, and gateways write them in either. */
function ownHeader(headers: Fields, name: string): unknown {
  const wanted = name.toLowerCase();
  const key = Object.keys(headers).find((each) => each.toLowerCase() === wanted);
  const value = key === undefined ? undefined : headers[key];
  return Array.isArray(value) ? (value as unknown[])[0] : value;
}

/** The value of the entry `name: value` in a list of texts, as LiteLLM tags requests. */
function ownEntry(list: readonly unknown[], name: string): unknown {
  const start = `${name.toLowerCase()}:`;
  const entry = list.find(
    (each): each is string => typeof each === 'string' && each.toLowerCase().startsWith(start),
  );
  return entry?.slice(start.length).trim();
}

function lookInside(key: string, value: unknown, rest: string): unknown {
  if (Array.isArray(value)) return ownEntry(value, rest);
  if (!isFields(value)) return undefined;
  return /headers$/i.test(key) ? ownHeader(value, rest) : lookUp(value, rest);
}

/**
 * What a record holds under a dotted path. Keys may hold dots themselves: the whole name is tried as a key first, then
 * every way of splitting it. A step into `...headers` disregards case; a step into a list of texts finds the entry
 * that starts with `name:`. Undefined when there is nothing.
 */
export function lookUp(record: unknown, name: string): unknown {
  if (!isFields(record)) return undefined;
  const whole = own(record, name);
  if (whole !== undefined) return whole;
  for (let dot = name.indexOf('.'); dot !== -1; dot = name.indexOf('.', dot + 1)) {
    const key = name.slice(0, dot);
    const found = lookInside(key, own(record, key), name.slice(dot + 1));
    if (found !== undefined) return found;
  }
  return undefined;
}
