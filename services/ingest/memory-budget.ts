import { AppError } from '../errors.ts';

/** The bytes that one request holds of the process's limit. */
export interface MemoryBudget {
  /** False when the limit over all requests would be passed. */
  readonly take: (bytes: number) => boolean;
  /** Gives back everything that was taken. */
  readonly release: () => void;
  readonly exceeded: () => AppError;
}

/** Opens budgets that share one limit in bytes, so that many large bodies at once cannot exhaust the process. */
export function createMemoryLimit(limit: number): () => MemoryBudget {
  let total = 0;
  return () => {
    let taken = 0;
    return {
      take: (bytes) => {
        if (total + bytes > limit) return false;
        total += bytes;
        taken += bytes;
        return true;
      },
      release: () => {
        total -= taken;
        taken = 0;
      },
      exceeded: () => new AppError('overloaded', 'Too many bytes are under way; try again.', retry),
    };
  };
}

const retry = { retryable: true, retryAfterSeconds: 1 };
