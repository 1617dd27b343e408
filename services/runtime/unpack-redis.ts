import { mkdir, readdir, rename, rm, symlink } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { runCommand } from './run-command.ts';

export interface RedisBinary {
  readonly binary: string;
  /** Where its libraries are when it was unpacked by us; undefined for an installed one. */
  readonly libraryPath?: string;
}

// In Debian and Ubuntu the server's code is in the package of the tools; redis-server is only a link to it.
const tools = 'redis-tools';

type AptGet = (
  program: 'apt-get' | 'apt-cache',
  args: readonly string[],
) => Promise<string | undefined>;

/** apt with lists and cache of our own: those of the machine may be empty, and need root to be renewed. */
function createPrivateApt(folder: string): AptGet {
  const options = [
    ...[
      '-q',
      '-o',
      `Dir::State::lists=${join(folder, 'lists')}`,
      '-o',
      `Dir::Cache=${join(folder, 'cache')}`,
    ],
    // The download user that root's apt switches to cannot write below a private folder.
    ...(process.getuid?.() === 0 ? ['-o', 'APT::Sandbox::User=root'] : []),
  ];
  return async (program, args) => {
    const ran = await runCommand(program, [...options, ...args], { cwd: folder });
    return ran.exitCode === 0 ? ran.output : undefined;
  };
}

async function isInstalled(name: string): Promise<boolean> {
  const asked = await runCommand('dpkg-query', ['-W', '-f=${Status}', name]);
  return asked.exitCode === 0 && asked.output.includes('install ok installed');
}

async function listPackages(apt: AptGet): Promise<string[]> {
  const answer = (await apt('apt-cache', ['depends', '--no-recommends', tools])) ?? '';
  const libraries = [...answer.matchAll(/^ {2}Depends: (lib[^\s<]+)$/gm)].map(
    (match) => match[1] ?? '',
  );
  const missing = await Promise.all(
    libraries.map(async (name) => ((await isInstalled(name)) ? [] : [name])),
  );
  return [tools, ...missing.flat()];
}

async function download(folder: string): Promise<boolean> {
  await mkdir(join(folder, 'lists/partial'), { recursive: true });
  await mkdir(join(folder, 'cache/archives/partial'), { recursive: true });
  const apt = createPrivateApt(folder);
  if ((await apt('apt-get', ['update'])) === undefined) return false;
  return (await apt('apt-get', ['download', ...(await listPackages(apt))])) !== undefined;
}

async function unpack(folder: string): Promise<boolean> {
  const archives = (await readdir(folder)).filter((name) => name.endsWith('.deb'));
  for (const archive of archives) {
    const done = await runCommand('dpkg', ['-x', join(folder, archive), join(folder, 'root')]);
    if (done.exitCode !== 0) return false;
  }
  await symlink('redis-check-rdb', join(folder, 'root/usr/bin/redis-server')).catch(
    () => undefined,
  );
  return archives.length > 0;
}

async function describe(folder: string): Promise<RedisBinary | undefined> {
  const entries = await readdir(folder, { recursive: true }).catch(() => []);
  const libraries = entries
    .filter((entry) => entry.includes('.so.'))
    .map((entry) => dirname(entry));
  const libraryPath = [...new Set(libraries)].map((entry) => join(folder, entry)).join(':');
  const binary = join(folder, 'usr/bin/redis-server');
  const env = { LD_LIBRARY_PATH: libraryPath };
  const asked = await runCommand(binary, ['--version'], { env });
  return asked.exitCode === 0 ? { binary, libraryPath } : undefined;
}

/**
 * Redis from the distribution's packages, unpacked into `folder` without root and without installing anything.
 * Undefined where there is no apt, no network, or the result does not run.
 */
export async function unpackRedis(folder: string): Promise<RedisBinary | undefined> {
  const present = await describe(folder);
  if (present !== undefined) return present;
  // Test files run side by side and may all get here.
  const partial = `${folder}.${String(process.pid)}`;
  await mkdir(partial, { recursive: true });
  if (!(await download(partial)) || !(await unpack(partial))) return undefined;
  await rm(folder, { recursive: true, force: true });
  await rename(join(partial, 'root'), folder).catch(() => undefined);
  await rm(partial, { recursive: true, force: true });
  return describe(folder);
}
