export interface StopRequest {
  /** Aborts when the stop is asked for. */
  readonly signal: AbortSignal;
  /** Resolves when the stop is asked for. */
  readonly requested: Promise<void>;
}

/**
 * Listens for SIGINT, SIGTERM and SIGHUP. Later ones change nothing: on a terminal each process of the group gets
 * Ctrl-C, and the parent forwards it once more.
 */
export function createStopRequest(): StopRequest {
  const controller = new AbortController();
  const { promise, resolve } = Promise.withResolvers<undefined>();
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(signal, () => {
      controller.abort();
      resolve(undefined);
    });
  }
  return { signal: controller.signal, requested: promise };
}
