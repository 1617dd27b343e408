import { errorStatuses } from '../services/errors.ts';

/** docs/errors.md, from the table of codes. */
export function describeErrors(): string {
  const rows = Object.entries(errorStatuses)
    .sort(([left], [right]) => (left < right ? -1 : 1))
    .map(([code, status]) => `| \`${code}\` | ${status} |`);
  return [
    '# Error codes',
    '',
    'Generated from services/errors.ts. Every error is `{"code","message"}`: the code never changes, the message says what to do. Commands print the message and exit with 1; their codes carry the status 500, which no HTTP caller meets.',
    '',
    '| code | HTTP status |',
    '|---|---|',
    ...rows,
    '',
  ].join('\n');
}
