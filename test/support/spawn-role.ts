import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import type { Teardown } from './temp-folder.ts';

const root = join(import.meta.dirname, '../..');

export interface RoleProcess {
  readonly workerId: string;
  readonly child: ChildProcess;
  signal(name: NodeJS.Signals): void;
  /** Sends the signal and resolves with the exit code, null when the signal ended it. */
  end(name: NodeJS.Signals): Promise<number | null>;
}

/** Settings with which a role loads a file of this folder before its own code. */
export function preload(file: string): Readonly<Record<string, string>> {
  return { NODE_OPTIONS: `--import ${join(import.meta.dirname, file)}` };
}

const commands = {
  detect: ['workers/main.ts', 'detect'],
  correlate: ['workers/main.ts', 'correlate'],
  calibrate: ['workers/main.ts', 'calibrate'],
  deliver: ['workers/main.ts', 'deliver'],
  automate: ['workers/main.ts', 'automate'],
  maintain: ['workers/main.ts', 'maintain'],
  gateway: ['services/gateway/main.ts'],
};

/** Starts a role as `npm start` does; it is killed with the test at the latest. */
export function spawnRole(
  t: Teardown,
  role: keyof typeof commands,
  settings: Readonly<Record<string, string>>,
): RoleProcess {
  const workerId = `${role}-${randomUUID().slice(0, 8)}`;
  const child = spawn(process.execPath, commands[role], {
    cwd: root,
    env: {
      PATH: process.env['PATH'] ?? '',
      LOG_LEVEL: process.env['TEST_LOG_LEVEL'] ?? 'silent',
      WORKER_ID: workerId,
      ...settings,
    },
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  const exit = once(child, 'exit');
  const end = async (name: NodeJS.Signals) => {
    if (child.exitCode !== null || child.signalCode !== null) return child.exitCode;
    child.kill(name);
    await exit;
    return child.exitCode;
  };
  t.teardown(async () => {
    await end('SIGKILL');
  });
  return { workerId, child, signal: (name) => child.kill(name), end };
}
