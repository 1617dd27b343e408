import { AppError } from '../errors.ts';

/** The queue did not take what it was given, or may not have. */
export function queueUnavailable(cause?: unknown): AppError {
  const options = { cause, retryable: true, retryAfterSeconds: 1 };
  return new AppError(
    'store_unavailable',
    'The queue does not answer; send the batch again.',
    options,
  );
}
