import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { projectRoot } from './source-files.ts';
import type { Teardown } from './temp-folder.ts';

export interface ServiceProcess {
  readonly child: ChildProcess;
  /** Resolves with the exit code, null when a signal ended it. */
  readonly exit: Promise<number | null>;
  /** All that it printed so far. */
  readonly output: () => string;
}

/** Starts the main file of a service with these settings on top of ours; killed with the test at the latest. */
export function spawnService(
  t: Teardown,
  command: string | readonly [mainFile: string, ...args: string[]],
  settings: Readonly<Record<string, string>>,
): ServiceProcess {
  const [mainFile, ...rest] = typeof command === 'string' ? [command] : command;
  const child = spawn(process.execPath, [join(projectRoot, mainFile), ...rest], {
    env: { ...process.env, ...settings },
  });
  let output = '';
  child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (output += chunk.toString()));
  const exit = once(child, 'exit').then(([code]) => code as number | null);
  t.teardown(() => {
    child.kill('SIGKILL');
  });
  return { child, exit, output: () => output };
}
