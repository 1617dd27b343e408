import { randomInt } from 'node:crypto';

/** More, and what was decided no longer fits what is going on. The database refuses it, too. */
export const mostBeginHours = 168;

const hourMs = 3_600_000;

/**
 * Milliseconds until a decision begins, drawn evenly from the given hours, 0 without any. Whoever extracts learns from
 * the moment at which an account is stopped what gave it away; a moment that follows from nothing teaches nothing.
 */
export function drawDelayMs(withinHours = 0): number {
  return withinHours === 0 ? 0 : randomInt(Math.ceil(withinHours * hourMs));
}
