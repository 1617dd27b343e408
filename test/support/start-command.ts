import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { findFreePort } from '../../services/runtime/free-port.ts';
import { processIdentity, signalProcess } from '../../services/runtime/process-identity.ts';
import { waitUntil } from '../../services/runtime/wait-until.ts';

interface StartOptions {
  readonly checkout: string;
  readonly home: string;
  readonly user?: { readonly uid: number; readonly gid: number };
  readonly settings?: Readonly<Record<string, string>>;
}

export interface StartedCommand {
  readonly child: ChildProcess;
  readonly gatewayUrl: string;
  readonly staffUrl: string;
  /** Both output streams so far. */
  output(): string;
  /** Resolves to true when the addresses were printed, to false when the command ended first. */
  becomesReady(): Promise<boolean>;
  /** Sends the signal and resolves to the exit code. */
  end(signal: NodeJS.Signals): Promise<number | null>;
}

/** Runs what `npm start` runs, on ports of its own. */
export async function runStart(options: StartOptions): Promise<StartedCommand> {
  const [gatewayPort, staffPort] = [await findFreePort(), await findFreePort()];
  const env = {
    PATH: process.env['PATH'] ?? '',
    HOME: options.home,
    STILLWATCH_HOME: options.home,
    GATEWAY_PORT: String(gatewayPort),
    STAFF_PORT: String(staffPort),
    ...options.settings,
  };
  // Through env -i: the test runner puts itself into every Node that a test spawns, and a user's start has none of it.
  const settings = Object.entries(env).map(([name, value]) => `${name}=${value}`);
  const command = ['-i', ...settings, process.execPath, 'services/runtime/bootstrap.mjs'];
  const child = spawn('env', [...command, 'services/runtime/start.ts'], {
    cwd: options.checkout,
    ...options.user,
  });
  let output = '';
  const collect = (chunk: Buffer) => (output += chunk.toString());
  child.stdout.on('data', collect);
  child.stderr.on('data', collect);
  const hasEnded = () => child.exitCode !== null || child.signalCode !== null;
  const isReady = () => output.includes('Stillwatch is running');
  return {
    child,
    gatewayUrl: `http://127.0.0.1:${gatewayPort}`,
    staffUrl: `http://127.0.0.1:${staffPort}`,
    output: () => output,
    becomesReady: async () => {
      await waitUntil(() => isReady() || hasEnded(), { deadlineMs: 120_000 });
      return isReady();
    },
    end: async (signal) => {
      if (!hasEnded()) {
        const closed = once(child, 'close');
        child.kill(signal);
        await closed;
      }
      return child.exitCode;
    },
  };
}

/** kill -9 of the command and its supervisor, and of all that these started too unless told otherwise. */
export async function killStarted(
  started: StartedCommand,
  home: string,
  reach: 'everything' | 'supervisor',
): Promise<void> {
  const read = async (name: string): Promise<unknown> =>
    JSON.parse(await readFile(join(home, 'data', name), 'utf8'));
  const supervisor = processIdentity.parse(await read('supervisor.lock'));
  const children = z.array(processIdentity).parse(await read('processes.json'));
  signalProcess(supervisor.pid, 'SIGKILL');
  if (reach === 'everything') for (const { pid } of children) signalProcess(pid, 'SIGKILL');
  await started.end('SIGKILL');
}
