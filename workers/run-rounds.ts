import { createWakeSignal } from './wake-signal.ts';

interface Rounds {
  /** One that fails is told of, and the next one goes on. */
  readonly round: (isClosing: () => boolean) => Promise<void>;
  /** How long it rests between two rounds, ms. */
  readonly restMs: number;
  readonly onFailure: (error: unknown) => void;
  /** After the last round. */
  readonly end: () => Promise<unknown>;
}

/** Goes round after round until it is closed; closing waits for the round that is on. */
export function runRounds({ round, restMs, onFailure, end }: Rounds): { close(): Promise<void> } {
  const signal = createWakeSignal();
  let isClosing = false;
  const loop = async () => {
    while (!isClosing) {
      await round(() => isClosing).catch(onFailure);
      await signal.wait(restMs);
    }
  };
  const looping = loop();
  return {
    close: async () => {
      isClosing = true;
      signal.wake();
      await looping;
      await end();
    },
  };
}
