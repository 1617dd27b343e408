import { AppError } from '../errors.ts';
import { withDeadline } from '../http/with-deadline.ts';

interface AdmissionOptions {
  /** Batches that wait to be applied, over all partitions. */
  readonly queueDepth: () => Promise<number>;
  readonly queueDepthLimit: number;
  readonly deadlineMs?: number;
}

/** Resolves when a request may come in; throws overloaded while the workers are behind, store_unavailable while the queue is away. */
export type Admission = () => Promise<void>;

export function createAdmission(options: AdmissionOptions): Admission {
  const { queueDepth, queueDepthLimit, deadlineMs = 2_000 } = options;
  const unavailable = (cause?: unknown) => {
    const retry = { cause, retryable: true, retryAfterSeconds: 1 };
    return new AppError('store_unavailable', 'The queue does not answer; try again.', retry);
  };
  return async () => {
    const asked = queueDepth().catch((cause: unknown) => {
      throw unavailable(cause);
    });
    const depth = await withDeadline(asked, deadlineMs, unavailable);
    if (depth < queueDepthLimit) return;
    const retry = { retryable: true, retryAfterSeconds: 2 };
    throw new AppError('overloaded', 'The workers are behind; send the batch again later.', retry);
  };
}
