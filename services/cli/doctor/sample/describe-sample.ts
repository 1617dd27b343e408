import { formatTable } from '../../format-table.ts';
import { findBlindSpots } from './find-blind-spots.ts';
import type { Sample } from './read-sample.ts';

function describeRefusals({ refused, refusedCount }: Sample): string[] {
  if (refusedCount === 0) return [];
  const reasons = [...new Set(refused.map(({ code, message }) => `  ${code}: ${message}`))];
  return ['', `${refusedCount} refused, the first because of`, ...reasons];
}

function describeNames({ names, accounts, calls }: Sample): string[] {
  const line = `${accounts} accounts in ${calls} calls.`;
  if (names === undefined) return ['', `Identity: ${line}`];
  const rows = names.map((each) => [each.role, each.name, each.calls] as const);
  const table = formatTable(['identity', 'looked for under', 'calls that have it'], rows);
  return [
    '',
    `${line} Of several names the first that a call has counts (IDENTITY_MAPPING).`,
    ...table,
  ];
}

function describeBlindSpots({ events }: Sample): string[] {
  if (events.length === 0) return [];
  const spots = findBlindSpots(events);
  if (spots.length === 0) return ['', 'Detection sees everything that it can use.'];
  const lines = spots.map(({ missing, calls, costs }) => {
    const share = Math.round((100 * calls) / events.length);
    return `  ${missing} in ${calls} of ${events.length} (${share} %): ${costs}`;
  });
  return ['', 'What detection will not see', ...lines];
}

/** The lines that `doctor --sample` prints. */
export function describeSample(sample: Sample): string[] {
  const head =
    sample.calls === 0
      ? `No call to a model was found, read as ${sample.format}; --format NAME says what is missing in another format.`
      : `${sample.calls} calls, read as ${sample.format}: post them to ${sample.route}`;
  return [
    head,
    ...describeRefusals(sample),
    ...describeNames(sample),
    ...describeBlindSpots(sample),
  ];
}
