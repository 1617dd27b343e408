import { readFile } from 'node:fs/promises';
import { runCommand } from './run-command.ts';

/** The command line of a live process; undefined when there is none of that id. */
export async function findCommandLine(pid: number): Promise<string | undefined> {
  try {
    const raw = await readFile(`/proc/${String(pid)}/cmdline`, 'utf8');
    // A zombie has an empty command line: it is dead, only its parent has not noticed.
    return raw === '' ? undefined : raw.replaceAll('\0', ' ').trim();
  } catch {
    if (process.platform === 'linux') return undefined;
  }
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
