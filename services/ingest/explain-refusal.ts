import type { z } from 'zod';

const fieldName = /^[a-z_]{1,32}$/;

/** Keys of free maps come from the caller and may hold anything, so only what looks like a field of ours is named. */
function nameOf(segment: PropertyKey): string {
  return typeof segment === 'number' || fieldName.test(String(segment)) ? String(segment) : '*';
}

/** What the first problem is and where: `usage.input_tokens: expected number, received string`. Never a value. */
export function explainRefusal(schema: z.ZodType, value: unknown): string {
  const issue = schema.safeParse(value).error?.issues[0];
  if (issue === undefined) return 'the record does not fit the schema';
  const where = issue.path.slice(0, 4).map(nameOf).join('.');
  const what = issue.message.replace(/^Invalid input: /, '').slice(0, 160);
  return `${where === '' ? 'record' : where}: ${what}`;
}
