import { isFields, type Fields } from '../json-checks.ts';

/*
 * Sources write one thing in several ways: numbers as text, `-` or null for nothing. Each of these gives the value in
 * our way, and undefined for whatever does not hold one.
 */

const nothing: Fields = Object.freeze({});

/** The object, or one without fields: a missing part reads like an empty one. */
export function asFields(value: unknown): Fields {
  return isFields(value) ? value : nothing;
}

export function asList(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? (value as unknown[]) : [];
}

/** Text that says something. */
export function asText(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' && value !== '-' ? value : undefined;
}

export function asNumber(value: unknown): number | undefined {
  if (typeof value === 'number') return Number.isFinite(value) ? value : undefined;
  if (typeof value !== 'string' || value.trim() === '') return undefined;
  const number = Number(value);
  return Number.isFinite(number) ? number : undefined;
}

/** A whole number of at least 0, which tokens and places are. */
export function asCount(value: unknown): number | undefined {
  const number = asNumber(value);
  return number !== undefined && Number.isSafeInteger(number) && number >= 0 ? number : undefined;
}

/** `True` is how Python writes it. */
export function asBoolean(value: unknown): boolean | undefined {
  if (typeof value === 'boolean') return value;
  if (typeof value !== 'string') return undefined;
  const word = value.toLowerCase();
  return word === 'true' ? true : word === 'false' ? false : undefined;
}

/** An id that is text or a number that JSON can hold; a number past that has lost digits and would collide. */
export function asId(value: unknown): string | undefined {
  return Number.isSafeInteger(value) ? String(value) : asText(value);
}

/** The names of these; undefined when none of them has one. */
export function namesOf(values: readonly unknown[]): string[] | undefined {
  const names = values.flatMap((value) => asText(asFields(value).name) ?? []);
  return names.length === 0 ? undefined : names;
}

/** The fields, or undefined when none of them holds anything. */
export function unlessEmpty(fields: Fields): Fields | undefined {
  return Object.values(fields).some((value) => value !== undefined) ? fields : undefined;
}

/** The sum of what is there; undefined when nothing is. */
export function sum(...counts: readonly (number | undefined)[]): number | undefined {
  const known = counts.filter((count) => count !== undefined);
  return known.length === 0 ? undefined : known.reduce((total, count) => total + count, 0);
}
