import { findNumber } from './genai-names.ts';
import type { TelemetryRecord } from './telemetry.ts';

const statusOfErrors: readonly (readonly [RegExp, number])[] = [
  [/rate.?limit|throttl|quota/i, 429],
  [/timeout|timed.?out/i, 504],
  [/unauthenticated|authentication/i, 401],
  [/permission|forbidden|access.?denied/i, 403],
  [/not.?found/i, 404],
  [/invalid|bad.?request|content.?filter/i, 400],
];

const isHttpStatus = (value: number) => Number.isInteger(value) && value >= 100 && value <= 599;

/** The HTTP status of the call: as it is given, by the type of its error, 500 for an error without a type. */
export function readStatus({ attributes, isError }: TelemetryRecord): number | undefined {
  const given = findNumber(attributes, 'httpStatus');
  if (given !== undefined && isHttpStatus(given)) return given;
  const type = attributes.get('error.type');
  if (typeof type !== 'string' && typeof type !== 'number') return isError ? 500 : undefined;
  if (isHttpStatus(Number(type))) return Number(type);
  return statusOfErrors.find(([pattern]) => pattern.test(String(type)))?.[1] ?? 500;
}
