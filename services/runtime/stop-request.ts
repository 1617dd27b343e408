/**
 * Resolves at the first SIGINT, SIGTERM or SIGHUP. Later ones change nothing: on a terminal each process of the
 * group gets Ctrl-C, and the parent forwards it once more.
 */
export function createStopRequest(): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<undefined>();
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(signal, () => {
      resolve(undefined);
    });
  }
  return promise;
}
