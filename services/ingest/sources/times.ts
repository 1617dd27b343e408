import { asNumber } from './values.ts';

/** A number of this size or more is in the finer unit: 1e11 s is the year 5138, and 1e11 ms is 1973. */
const unitBorders = [
  { below: 1e11, ms: 1e3 },
  { below: 1e14, ms: 1 },
  { below: 1e17, ms: 1e-3 },
  { below: Infinity, ms: 1e-6 },
];

const zoneless = /^(\d{4}-\d{2}-\d{2})[T ](\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?)(?: ?UTC)?$/;
const lastMs = Date.UTC(9999, 11, 31);

function textToMs(text: string): number {
  const bare = zoneless.exec(text);
  return Date.parse(bare === null ? text : `${bare[1] ?? ''}T${bare[2] ?? ''}Z`);
}

function numberToMs(number: number): number {
  const unit = unitBorders.find(({ below }) => number < below);
  return number * (unit?.ms ?? Number.NaN);
}

/**
 * The time in ms of every form that sources document: RFC 3339, a date and time without a zone (then UTC, as
 * BigQuery and Python write it), epoch seconds, milliseconds, microseconds or nanoseconds as a number or as text.
 * Undefined for anything else.
 */
export function toMs(value: unknown): number | undefined {
  const number = asNumber(value);
  const ms =
    number !== undefined
      ? numberToMs(number)
      : typeof value === 'string'
        ? textToMs(value)
        : Number.NaN;
  return ms > 0 && ms < lastMs ? ms : undefined;
}

/** The same as an RFC 3339 time in UTC. */
export function toTimestamp(value: unknown): string | undefined {
  const ms = toMs(value);
  return ms === undefined ? undefined : new Date(Math.round(ms)).toISOString();
}
