import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import { runCommand } from './run-command.ts';

/** A process as it was: ids are used again, the moment it began is not. */
export const processIdentity = z.object({ pid: z.int().positive(), began: z.string() });
export type ProcessIdentity = z.output<typeof processIdentity>;

async function findBeginning(pid: number): Promise<string | undefined> {
  const stat = await readFile(`/proc/${String(pid)}/stat`, 'utf8').catch(() => undefined);
  if (stat !== undefined) {
    // The name stands in brackets and may hold anything, so count the fields from its end.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    const isDead = fields[0] === 'Z' || fields[0] === 'X';
    return isDead ? undefined : fields[19];
  }
  if (process.platform === 'linux') return undefined;
  const listed = await runCommand('ps', ['-o', 'lstart=', '-p', String(pid)]);
  return listed.exitCode === 0 ? listed.output.trim() : undefined;
}

/** Undefined when there is no live process of that id. */
export async function identifyProcess(pid: number): Promise<ProcessIdentity | undefined> {
  const began = await findBeginning(pid);
  return began === undefined ? undefined : { pid, began };
}

export async function isAlive(identity: ProcessIdentity): Promise<boolean> {
  return (await findBeginning(identity.pid)) === identity.began;
}

/** The command line of a live process; undefined when there is none of that id. */
export async function findCommandLine(pid: number): Promise<string | undefined> {
  const raw = await readFile(`/proc/${String(pid)}/cmdline`, 'utf8').catch(() => '');
  // A zombie has an empty command line: it is dead, only its parent has not noticed.
  if (raw !== '') return raw.replaceAll('\0', ' ').trim();
  if (process.platform === 'linux') return undefined;
  const listed = await runCommand('ps', ['-o', 'command=', '-p', String(pid)]);
  return listed.exitCode === 0 ? listed.output.trim() : undefined;
}

/** Sends the signal; false when the process was gone already. */
export function signalProcess(pid: number, signal: NodeJS.Signals): boolean {
  try {
    process.kill(pid, signal);
    return true;
  } catch {
    return false;
  }
}
