import { readdir, readFile } from 'node:fs/promises';

interface ProcessRow {
  readonly pid: number;
  readonly parent: number;
  readonly command: string;
  readonly cpuMs: number;
  readonly residentBytes: number;
}

/** The kernel counts CPU time in these, whatever its own clock does. */
const ticksPerSecond = 100;
const pageBytes = 4096;

async function readProcess(pid: number): Promise<ProcessRow | undefined> {
  try {
    const stat = await readFile(`/proc/${String(pid)}/stat`, 'utf8');
    const command = await readFile(`/proc/${String(pid)}/cmdline`, 'utf8');
    // The name in brackets may hold spaces, so count from its end: state is field 0, the parent 1.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    const ticks = Number(fields[11]) + Number(fields[12]);
    return {
      pid,
      parent: Number(fields[1]),
      command: command.replaceAll('\0', ' '),
      cpuMs: (ticks * 1000) / ticksPerSecond,
      residentBytes: Number(fields[21]) * pageBytes,
    };
  } catch {
    return undefined;
  }
}

const roles: readonly (readonly [role: string, pattern: RegExp])[] = [
  ['gateway', /gateway\/main\.ts/],
  ['review', /review\/main\.ts/],
  ['detect', /workers\/main\.ts detect/],
  ['correlate', /workers\/main\.ts correlate/],
  ['redis', /redis-server|valkey-server/],
  ['postgres', /postgres/],
];

function roleOf(command: string): string | undefined {
  return roles.find(([, pattern]) => pattern.test(command))?.[0];
}

/** A sum by role over all descendants of this process. Linux only. */
async function sumByRole(measure: 'cpuMs' | 'residentBytes'): Promise<ReadonlyMap<string, number>> {
  const pids = (await readdir('/proc')).map(Number).filter((pid) => Number.isInteger(pid));
  const rows = (await Promise.all(pids.map(readProcess))).filter((row) => row !== undefined);
  const ours = new Map<number, string | undefined>([[process.pid, undefined]]);
  const sums = new Map<string, number>();
  // Parents have smaller ids than their children nearly always; a second pass finds the others.
  for (const row of [...rows, ...rows]) {
    if (ours.has(row.pid) || !ours.has(row.parent)) continue;
    const role = roleOf(row.command) ?? ours.get(row.parent);
    ours.set(row.pid, role);
    if (role !== undefined) sums.set(role, (sums.get(role) ?? 0) + row[measure]);
  }
  return sums;
}

/** CPU milliseconds by role since their start. */
export const cpuByRole = () => sumByRole('cpuMs');

/** Bytes of memory by role; pages that the processes of PostgreSQL share count for each of them. */
export const residentByRole = () => sumByRole('residentBytes');
