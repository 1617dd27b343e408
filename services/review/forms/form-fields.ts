import { z } from 'zod';
import { mostBeginHours } from '../../storage/decision-begin.ts';

/** An empty field of a form means none. */
export function emptyToNone(value: unknown): unknown {
  return value === '' ? undefined : value;
}

/** A field that may come several times, or once, or not at all. */
export function asList(value: unknown): unknown {
  if (value === undefined) return [];
  return Array.isArray(value) ? value : [value];
}

/** Hours within which a decision begins. */
export const beginField = z.preprocess(
  emptyToNone,
  z.coerce.number().positive().max(mostBeginHours).optional(),
);
