import { setTimeout as delay } from 'node:timers/promises';

interface Wait {
  readonly deadlineMs: number;
  readonly everyMs?: number;
}

/** Polls `isTrue` until it holds; false when the deadline passed first. */
export async function waitUntil(
  isTrue: () => boolean | Promise<boolean>,
  { deadlineMs, everyMs = 25 }: Wait,
): Promise<boolean> {
  const end = performance.now() + deadlineMs;
  for (;;) {
    if (await isTrue()) return true;
    if (performance.now() > end) return false;
    await delay(everyMs);
  }
}
