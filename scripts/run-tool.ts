import { spawn } from 'node:child_process';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const projectRoot = fileURLToPath(new URL('..', import.meta.url));
const binFolder = join(projectRoot, 'node_modules/.bin');

type Settings = Readonly<Record<string, string>>;

/** Runs a script on this Node, output passed through. Resolves to its exit code. */
export function runScript(
  path: string,
  args: readonly string[],
  settings: Settings = {},
): Promise<number> {
  const searchPath = `${binFolder}${delimiter}${process.env['PATH'] ?? ''}`;
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [join(projectRoot, path), ...args], {
      cwd: projectRoot,
      env: { ...process.env, ...settings, PATH: searchPath },
      stdio: 'inherit',
    });
    child.once('error', reject);
    child.once('exit', (exitCode) => {
      resolve(exitCode ?? 1);
    });
  });
}

/** Runs the command of an installed package. */
export function runTool(name: string, args: readonly string[], settings?: Settings) {
  return runScript(join('node_modules/.bin', name), args, settings);
}
