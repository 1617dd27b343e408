export interface CommitWaiters {
  /** True once the sequence is committed, false when this owner gives up before that. */
  wait(sequence: number): Promise<boolean>;
  settle(committed: number): void;
  giveUp(): void;
}

/** Lets the wake-up jobs of a partition wait for the commit that covers them. */
export function createCommitWaiters(): CommitWaiters {
  const waiting = new Map<(isCommitted: boolean) => void, number>();
  let done = 0;
  let isOver = false;
  return {
    wait: (sequence) => {
      if (sequence <= done) return Promise.resolve(true);
      if (isOver) return Promise.resolve(false);
      return new Promise((resolve) => waiting.set(resolve, sequence));
    },
    settle: (committed) => {
      done = committed;
      for (const [resolve, sequence] of waiting) {
        if (sequence > committed) continue;
        waiting.delete(resolve);
        resolve(true);
      }
    },
    giveUp: () => {
      isOver = true;
      for (const resolve of waiting.keys()) resolve(false);
      waiting.clear();
    },
  };
}
