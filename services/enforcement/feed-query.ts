import { z } from 'zod';
import { AppError } from '../errors.ts';
import { filterFields } from './feed-filter.ts';
import { matchFields } from './match-decisions.ts';

export const streamQuery = z.object({
  ...filterFields,
  startup: z.stringbool().default(false),
  cursor: z.coerce.number().int().nonnegative().optional(),
});

export const listQuery = z.object({ ...filterFields, ...matchFields });

/** Throws query_invalid naming the parameter. */
export function parseQuery<Schema extends z.ZodType>(
  schema: Schema,
  query: unknown,
): z.output<Schema> {
  const read = schema.safeParse(query);
  if (read.success) return read.data;
  const [issue] = read.error.issues;
  const message = `${issue?.path.join('.') ?? 'The query'}: ${issue?.message ?? 'is not valid'}.`;
  throw new AppError('query_invalid', message);
}
