import { AppError } from '../errors.ts';

/** Ends the process with exit code 1: an AppError says what to do, anything else needs its stack. */
export function failWith(error: unknown): never {
  const text =
    error instanceof AppError ? error.message : error instanceof Error ? error.stack : error;
  process.stderr.write(`stillwatch: ${String(text)}\n`);
  process.exit(1);
}
