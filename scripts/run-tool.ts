import { spawn } from 'node:child_process';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const projectRoot = fileURLToPath(new URL('..', import.meta.url));
const binFolder = join(projectRoot, 'node_modules/.bin');

interface RunOptions {
  readonly settings?: Readonly<Record<string, string>>;
  /** Takes a copy of stdout. Without it stdout stays the terminal, where there is one. */
  readonly copyTo?: NodeJS.WritableStream;
}

/** Runs a script on this Node, output passed through. Resolves to its exit code. */
export function runScript(
  path: string,
  args: readonly string[],
  { settings, copyTo }: RunOptions = {},
): Promise<number> {
  const searchPath = `${binFolder}${delimiter}${process.env['PATH'] ?? ''}`;
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [join(projectRoot, path), ...args], {
      cwd: projectRoot,
      env: { ...process.env, ...settings, PATH: searchPath },
      stdio: ['inherit', copyTo === undefined ? 'inherit' : 'pipe', 'inherit'],
    });
    child.stdout?.on('data', (chunk: Buffer) => {
      process.stdout.write(chunk);
      copyTo?.write(chunk);
    });
    child.once('error', reject);
    child.once('close', (exitCode) => {
      resolve(exitCode ?? 1);
    });
  });
}

/** Runs the command of an installed package. */
export function runTool(name: string, args: readonly string[], options?: RunOptions) {
  return runScript(join('node_modules/.bin', name), args, options);
}
