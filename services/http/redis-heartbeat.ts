interface Heartbeat {
  /** Milliseconds since the last answer, or since the start while there was none. */
  readonly ageMs: () => number;
  readonly stop: () => void;
}

/** Pings every `everyMs` in the background, so that a health check costs nothing and never waits on a dead connection. */
export function startRedisHeartbeat(
  ping: () => Promise<unknown>,
  clock: () => number,
  everyMs = 1_000,
): Heartbeat {
  let lastAnswerAt = clock();
  let isWaiting = false;
  const beat = () => {
    if (isWaiting) return;
    isWaiting = true;
    ping()
      .then(
        () => {
          lastAnswerAt = clock();
        },
        () => undefined,
      )
      .finally(() => {
        isWaiting = false;
      });
  };
  const timer = setInterval(beat, everyMs);
  timer.unref();
  return {
    ageMs: () => clock() - lastAnswerAt,
    stop: () => {
      clearInterval(timer);
    },
  };
}
