import type { ChildProcess } from 'node:child_process';

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
