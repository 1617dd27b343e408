import { spawn, type ChildProcess } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import { readFile, stat } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { AppError } from '../errors.ts';
import { becomesReady, endChild } from './child-process.ts';
import type { ServicePlan } from './supervise.ts';

const projectRoot = fileURLToPath(new URL('../..', import.meta.url));

/** What differs from one start of a role to the next. */
export interface RoleRun {
  /** Settings on top of the environment of this process. */
  readonly settings: Readonly<Record<string, string>>;
  isReady(): Promise<boolean>;
}

export interface Role {
  readonly name: string;
  /** The TypeScript file, relative to the project's root, and its arguments. */
  readonly command: readonly string[];
  readonly logFile: string;
  prepareRun(): RoleRun;
}

/**
 * Batches and their texts live for milliseconds: with more room for the young they die before they are copied
 * (a replay is a sixth faster with 64 MB than with the 16 MB that Node presets).
 */
export const nodeArguments = ['--max-semi-space-size=64', '--disable-warning=ExperimentalWarning'];

function launch(role: Role, settings: RoleRun['settings']): ChildProcess {
  const log = openSync(role.logFile, 'a', 0o600);
  const child = spawn(process.execPath, [...nodeArguments, ...role.command], {
    cwd: projectRoot,
    env: { ...process.env, ...settings },
    stdio: ['ignore', log, log],
    // Ctrl-C on a terminal goes to the whole process group; the roles are to stop in order instead.
    detached: true,
  });
  child.on('error', () => undefined);
  closeSync(log);
  return child;
}

const logLine = z.object({
  level: z.number(),
  msg: z.string().optional(),
  err: z.object({ message: z.string() }).optional(),
});
const warnLevel = 40;

function errorIn(line: string): string | undefined {
  // Anything but a JSON line in braces is plain text, also one that was cut short.
  if (!/^\{.*\}$/.test(line)) return line === '' ? undefined : line;
  const parsed = logLine.safeParse(JSON.parse(line));
  if (!parsed.success || parsed.data.level < warnLevel) return undefined;
  return parsed.data.err?.message ?? parsed.data.msg;
}

/** What a role said of its trouble since `offset` in its log: the last warning or error, or the last plain line. */
async function lastWords(logFile: string, offset: number): Promise<string> {
  const said = (await readFile(logFile)).subarray(offset).toString();
  for (const line of said.trim().split('\n').reverse()) {
    const words = errorIn(line);
    if (words !== undefined) return words;
  }
  return 'it ended or did not get ready in time';
}

/** Plans the process of one role. Its start rejects with role_failed and what the role said. */
export function planRole(role: Role): ServicePlan {
  return {
    name: role.name,
    stopSignal: 'SIGTERM',
    start: async () => {
      const { settings, isReady } = role.prepareRun();
      const logOffset = await stat(role.logFile).then(
        ({ size }) => size,
        () => 0,
      );
      const child = launch(role, settings);
      if (await becomesReady(child, isReady)) return child;
      await endChild(child, 'SIGKILL');
      const words = await lastWords(role.logFile, logOffset);
      throw new AppError(
        'role_failed',
        `${role.name} did not start: ${words} (log: ${role.logFile})`,
      );
    },
  };
}
