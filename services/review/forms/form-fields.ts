import { z } from 'zod';

/** An empty field of a form means none. */
export function emptyToNone(value: unknown): unknown {
  return value === '' ? undefined : value;
}

/** A field that may come several times, or once, or not at all. */
export function asList(value: unknown): unknown {
  if (value === undefined) return [];
  return Array.isArray(value) ? value : [value];
}

export const clauseField = z.string().trim().min(1, 'Name the clause of the terms.').max(200);
export const reasonField = z.string().trim().min(1, 'Give the reason.').max(4_000);
