import type { Logger } from '../logger.ts';

interface ClosingStep {
  readonly name: string;
  readonly close: () => unknown;
}

interface Closing {
  readonly log: Logger;
  /** In the order in which they close: intake first, stores last. */
  readonly steps: readonly ClosingStep[];
  readonly deadlineMs?: number;
}

/** Closes one after the other, each attempted whatever the others did. Safe to call twice: both wait for the same end. */
export function createClose({ log, steps, deadlineMs = 25_000 }: Closing): () => Promise<boolean> {
  const closeAll = async (): Promise<boolean> => {
    let isClean = true;
    for (const { name, close } of steps) {
      try {
        await close();
      } catch (error) {
        isClean = false;
        log.error({ err: error, step: name }, 'closing failed');
      }
    }
    return isClean;
  };
  const closeInTime = async (): Promise<boolean> => {
    const late = Promise.withResolvers<boolean>();
    const timer = setTimeout(late.resolve, deadlineMs, false);
    return Promise.race([closeAll(), late.promise]).finally(() => {
      clearTimeout(timer);
    });
  };
  let closing: Promise<boolean> | undefined;
  return () => (closing ??= closeInTime());
}

/**
 * Ends the process in order: 0 after SIGTERM or SIGINT when every step closed, 1 otherwise and after an error that
 * nobody caught.
 */
export function exitOnSignals(close: () => Promise<boolean>, log: Logger): void {
  const end = (exitCode: number) => {
    void close().then((isClean) => process.exit(isClean ? exitCode : 1));
  };
  // Wrapped, because a listener is called with the signal's name, which must never read as an error.
  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    process.once(signal, () => {
      log.info({ signal }, 'stopping');
      end(0);
    });
  }
  for (const event of ['uncaughtException', 'unhandledRejection'] as const) {
    process.once(event, (error: unknown) => {
      log.fatal({ err: error }, 'unexpected failure, stopping');
      end(1);
    });
  }
}
