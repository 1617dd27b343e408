import { AppError } from '../errors.ts';
import { isTimestamp } from './json-checks.ts';

export const referenceTimeHeader = 'x-stillwatch-reference-time';

/** The time in ms against which event times are judged: what a replaying client names, or the arrival. Throws reference_time_invalid. */
export function readReferenceTime(header: unknown, receivedAt: number): number {
  if (header === undefined) return receivedAt;
  if (isTimestamp(header)) return Date.parse(header as string);
  const message = `${referenceTimeHeader} must be an RFC 3339 time with a zone.`;
  throw new AppError('reference_time_invalid', message);
}
