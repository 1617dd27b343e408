import type { Pool } from 'pg';
import type { z } from 'zod';
import { AppError } from '../../errors.ts';
import type { Caller } from '../permissions.ts';

export interface FormOptions {
  readonly pool: Pool;
  /** ms. */
  readonly clock: () => number;
}

/** A form that was sent: by whom, about the case or decision with the id. */
export interface SentForm {
  readonly caller: Caller;
  readonly id: string;
  readonly body: unknown;
}

/** Back to the case with a word of what was done, or on to another page. */
export type FormOutcome = { readonly done: string } | { readonly to: string };

export type FormWork = (options: FormOptions, sent: SentForm) => Promise<FormOutcome>;

/** Throws query_invalid with the first thing that is wrong, in words for the form's author. */
export function readForm<Form>(schema: z.ZodType<Form>, body: unknown): Form {
  const { success, data, error } = schema.safeParse(body);
  if (success) return data;
  throw new AppError('query_invalid', error.issues[0]?.message ?? 'The form cannot be read.');
}
