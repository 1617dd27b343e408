// Plain JavaScript for Node 20: brings the locked dependencies and Node 24, then hands over to a TypeScript file.
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = resolve(dirname(fileURLToPath(import.meta.url)), '../..');
const modules = join(root, 'node_modules');
const leastMajor = 24;

function fail(message) {
  process.stderr.write(`stillwatch: ${message}\n`);
  process.exit(1);
}

/** npm records what it installed when it is done, so an install cut short does not count. */
function isInstalled(needsTools) {
  const record = join(modules, '.package-lock.json');
  if (!existsSync(record)) return false;
  const installed = JSON.parse(readFileSync(record, 'utf8')).packages;
  const locked = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')).packages;
  const isNeeded = ([path, entry]) => path !== '' && !entry.optional && (needsTools || !entry.dev);
  return Object.entries(locked)
    .filter(isNeeded)
    .every(([path, entry]) => installed[path]?.version === entry.version);
}

/** To run the product its own packages are enough: a third of the whole, and of the time. */
function chooseInstall(needsTools) {
  if (!existsSync(modules)) return needsTools ? ['ci'] : ['ci', '--omit=dev'];
  // Adds what the lock has and node_modules has not. ci would delete it all first, also under a running instance.
  return ['install', '--no-save'];
}

function installLocked(needsTools) {
  const command = chooseInstall(needsTools);
  process.stderr.write(`Installing the locked dependencies (npm ${command.join(' ')}) ...\n`);
  // npm's own output goes to stderr: stdout belongs to the command, whose last line may be JSON.
  const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm';
  const quiet = ['--no-audit', '--no-fund', '--no-progress', '--loglevel=error'];
  const done = spawnSync(npm, [...command, ...quiet], { cwd: root, stdio: ['ignore', 2, 2] });
  if (done.error) fail(`npm could not be started: ${done.error.message}`);
  if (done.status !== 0)
    fail('npm failed; its messages are above. Mend them and run the command again.');
}

function majorOf(binary) {
  const asked = spawnSync(binary, ['-p', 'process.versions.node'], { encoding: 'utf8' });
  return asked.status === 0 ? Number.parseInt(asked.stdout, 10) : 0;
}

/** The binary that the npm package `node` carries, else the running one. */
function findNode() {
  const packaged = join(modules, 'node/bin/node');
  if (existsSync(packaged) && majorOf(packaged) >= leastMajor) return packaged;
  if (Number.parseInt(process.versions.node, 10) >= leastMajor) return process.execPath;
  return fail(
    `needs Node ${leastMajor} or newer, and this is ${process.version}. The npm package "node" brings one, but its ` +
      'install script did not run here: allow install scripts (npm config delete ignore-scripts), delete ' +
      'node_modules and run the command again, or install Node 24 yourself.',
  );
}

function run(binary, args) {
  const child = spawn(binary, ['--disable-warning=ExperimentalWarning', ...args], {
    cwd: root,
    stdio: 'inherit',
    // Several processes load the same files at every start; compiled once they start in two thirds of the time.
    env: { NODE_COMPILE_CACHE: join(modules, '.cache/compiled'), ...process.env },
  });
  // On a terminal Ctrl-C reaches the child too; it takes the second one for the same request.
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'])
    process.on(signal, () => child.kill(signal));
  child.on('error', (error) => fail(`${binary} could not be started: ${error.message}`));
  child.on('exit', (code, signal) => {
    if (signal === null) process.exit(code ?? 1);
    process.removeAllListeners(signal);
    process.kill(process.pid, signal);
  });
}

const [file, ...rest] = process.argv.slice(2);
if (file === undefined) fail('usage: bootstrap.mjs FILE [ARGUMENT...]');
const needsTools = ['scripts', 'bench', 'test'].includes(file.split('/')[0]);
if (!isInstalled(needsTools)) installLocked(needsTools);
run(findNode(), [resolve(root, file), ...rest]);
