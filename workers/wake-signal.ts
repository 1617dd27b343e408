export interface WakeSignal {
  /** Ends the wait that is on, or the next one. */
  wake(): void;
  /** Resolves after `ms`, or as soon as `wake` is called. */
  wait(ms: number): Promise<void>;
}

/** A nap that can be cut short. For one sleeper. */
export function createWakeSignal(): WakeSignal {
  let isAwake = false;
  let end: () => void = () => undefined;
  return {
    wake: () => {
      isAwake = true;
      end();
    },
    wait: async (ms) => {
      if (!isAwake) {
        await new Promise<void>((resolve) => {
          const timer = setTimeout(resolve, ms);
          end = () => {
            clearTimeout(timer);
            resolve();
          };
        });
      }
      isAwake = false;
    },
  };
}
