import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';
import { endChild, hasEnded } from './child-process.ts';

/** Something that runs in a process of its own and is started again when it ends. */
export interface ServicePlan {
  readonly name: string;
  readonly stopSignal: NodeJS.Signals;
  /** Resolves once it does its work; rejects when it ended before. Called again for every restart. */
  start(): Promise<ChildProcess>;
}

export interface SupervisedService {
  readonly name: string;
  /** Ends it for good. Safe to call at any moment, during a restart too. */
  stop(): Promise<void>;
}

const firstDelayMs = 200;
const longestDelayMs = 5_000;
/** Who ran this long has recovered: its next end is a new trouble, not the old one. */
const steadyMs = 60_000;

/** Pauses that double with every trouble in a row. */
function createBackOff() {
  let delayMs = firstDelayMs;
  let startedAt = performance.now();
  return {
    markStarted: () => {
      startedAt = performance.now();
    },
    /** False when the pause was cut short by `signal`. */
    pause: async (signal: AbortSignal): Promise<boolean> => {
      if (performance.now() - startedAt > steadyMs) delayMs = firstDelayMs;
      const pauseMs = delayMs;
      delayMs = Math.min(delayMs * 2, longestDelayMs);
      return delay(pauseMs, true, { signal }).catch(() => false);
    },
  };
}

function aborted(signal: AbortSignal): Promise<unknown> {
  return signal.aborted ? Promise.resolve() : once(signal, 'abort');
}

function describeEnd(child: ChildProcess): string {
  return child.signalCode ?? `exit code ${child.exitCode ?? 'unknown'}`;
}

/** Starts it, rejects when that fails the first time, and keeps it running from then on. */
export async function supervise(
  plan: ServicePlan,
  say: (line: string) => void,
): Promise<SupervisedService> {
  const stopping = new AbortController();
  const backOff = createBackOff();
  let child = await plan.start();

  const tryStart = async (): Promise<boolean> => {
    try {
      child = await plan.start();
      backOff.markStarted();
      return true;
    } catch (error) {
      const words = error instanceof Error ? error.message : String(error);
      say(`${plan.name} could not be started again: ${words}`);
      return false;
    }
  };
  const keepRunning = async (): Promise<void> => {
    for (;;) {
      if (!hasEnded(child)) await Promise.race([once(child, 'exit'), aborted(stopping.signal)]);
      if (stopping.signal.aborted) return;
      say(`${plan.name} ended unexpectedly (${describeEnd(child)}); starting it again.`);
      do {
        if (!(await backOff.pause(stopping.signal))) return;
      } while (!(await tryStart()));
    }
  };
  const running = keepRunning();
  return {
    name: plan.name,
    stop: async () => {
      stopping.abort();
      await running;
      await endChild(child, plan.stopSignal, 30_000);
    },
  };
}
