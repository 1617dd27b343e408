import { z } from 'zod';
import { isStorable } from '../contracts/usage-event.ts';

export type Fields = Readonly<Record<string, unknown>>;

export function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function isText(value: unknown, longest: number): boolean {
  return typeof value === 'string' && value.length <= longest && isStorable(value);
}

export function isName(value: unknown, longest = 128): boolean {
  return isText(value, longest) && value !== '';
}

const timestampForm = z.regexes.datetime({ offset: true });

export function isTimestamp(value: unknown): boolean {
  return typeof value === 'string' && timestampForm.test(value);
}

export function isCount(value: unknown): boolean {
  return Number.isSafeInteger(value) && (value as number) >= 0;
}

export function isOptional(
  value: unknown,
  isValid: (value: unknown, longest: number) => boolean,
  longest = 128,
): boolean {
  return value === undefined || isValid(value, longest);
}

/** JSON has no NaN, and a literal past the range of doubles reads as Infinity. */
export function isNumber(value: unknown): boolean {
  return Number.isFinite(value);
}

/** Deeper than any body of a model API, and shallow enough for whatever walks a record. */
export const deepestNesting = 64;

/** Whether objects and arrays stand in one another more than `levels` deep. */
export function isTooDeep(value: unknown, levels: number = deepestNesting): boolean {
  if (typeof value !== 'object' || value === null) return false;
  if (levels === 0) return true;
  const children: readonly unknown[] = Array.isArray(value) ? value : Object.values(value);
  return children.some((each) => typeof each === 'object' && isTooDeep(each, levels - 1));
}
