import { spawn, type ChildProcess } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
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

function launch(role: Role, settings: RoleRun['settings']): ChildProcess {
  const log = openSync(role.logFile, 'a', 0o600);
  const args = ['--disable-warning=ExperimentalWarning', ...role.command];
  const child = spawn(process.execPath, args, {
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

/** What a role that ended said last: the message of its last error, else its last line. */
async function lastWords(logFile: string): Promise<string> {
  const lines = (await readFile(logFile, 'utf8')).trim().split('\n').slice(-20).reverse();
  const messages = lines.flatMap((line) => /"message":"((?:[^"\\]|\\.)*)"/.exec(line)?.[1] ?? []);
  return messages[0] ?? lines[0] ?? '';
}

/** Plans the process of one role. Its start rejects with role_failed and what the role said. */
export function planRole(role: Role): ServicePlan {
  return {
    name: role.name,
    stopSignal: 'SIGTERM',
    start: async () => {
      const { settings, isReady } = role.prepareRun();
      const child = launch(role, settings);
      if (await becomesReady(child, isReady)) return child;
      await endChild(child, 'SIGKILL');
      const words = await lastWords(role.logFile);
      throw new AppError(
        'role_failed',
        `${role.name} did not start: ${words} (log: ${role.logFile})`,
      );
    },
  };
}
