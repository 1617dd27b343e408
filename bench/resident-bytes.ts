import { readFileSync } from 'node:fs';

/** What a process holds of the machine's memory now, and the most that it ever held, in bytes. */
export function readResidentBytes(pid: number | undefined): { now: number; peak: number } {
  const status = readFileSync(`/proc/${String(pid)}/status`, 'utf8');
  const read = (name: string) =>
    1024 * Number(new RegExp(`^${name}:\\s+(\\d+)`, 'm').exec(status)?.[1]);
  return { now: read('VmRSS'), peak: read('VmHWM') };
}
