import type { ChildProcess } from 'node:child_process';
import { waitUntil } from './wait-until.ts';

export function hasEnded(child: ChildProcess): boolean {
  return child.exitCode !== null || child.signalCode !== null;
}

function ended(child: ChildProcess): Promise<void> {
  if (hasEnded(child)) return Promise.resolve();
  return new Promise((resolve) =>
    child.once('exit', () => {
      resolve();
    }),
  );
}

/** Sends `signal` and waits for the end; after `deadlineMs` it kills for good. */
export async function endChild(
  child: ChildProcess,
  signal: NodeJS.Signals,
  deadlineMs = 20_000,
): Promise<void> {
  if (hasEnded(child) || child.pid === undefined) return;
  const timer = setTimeout(() => child.kill('SIGKILL'), deadlineMs);
  child.kill(signal);
  await ended(child);
  clearTimeout(timer);
}

/** Waits until the child `answers`; false when it ended before that or the deadline passed. */
export async function becomesReady(
  child: ChildProcess,
  answers: () => Promise<boolean>,
  deadlineMs = 60_000,
): Promise<boolean> {
  const answered = async () => hasEnded(child) || (await answers());
  return (await waitUntil(answered, { deadlineMs })) && !hasEnded(child);
}
