import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** A statement of a module after which the process is to die. */
export interface FaultPoint {
  /** As in `workers/detect/commit-session.ts`. */
  readonly file: string;
  /** Which of the statements that wait for something, from 0. */
  readonly step: number;
  /** The process dies at this reach, from 1. */
  readonly reach: number;
}

/** A statement on one line that waits for something, or the end of one that has a body. */
const waits = /\bawait\b.*;$|^ {2}\}\);$/;

/** How many fault points a file has: one after each of these. */
export function countFaultPoints(root: string, file: string): number {
  const lines = readFileSync(join(root, file), 'utf8').split('\n');
  return lines.filter((line) => waits.test(line)).length;
}

/** The source of its file with the fault point in it. */
export function insertFaultPoint(source: string, { step, reach }: FaultPoint): string {
  const counter = 'globalThis.fault_point_reached';
  const count = `${counter} = (${counter} ?? 0) + 1;`;
  const die = `if (${counter} === ${String(reach)}) process.kill(process.pid, 'SIGKILL');`;
  let seen = 0;
  return source
    .split('\n')
    .map((line) => {
      if (!waits.test(line)) return line;
      seen += 1;
      return seen === step + 1 ? `${line} ${count} ${die}` : line;
    })
    .join('\n');
}
