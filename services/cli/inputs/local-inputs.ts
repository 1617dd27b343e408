import { readdir, stat } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import type { Input } from './input.ts';
import { fileUnreadable, localFile } from './local-file.ts';

/** Told by the path below the folder or prefix that was named, with slashes. */
export type IsWanted = (path: string) => boolean;

async function examine(path: string) {
  try {
    return await stat(path);
  } catch (cause) {
    throw fileUnreadable(path, cause);
  }
}

function toInput(path: string, { size, mtimeMs }: { size: number; mtimeMs: number }): Input {
  return { ...localFile(path), bytes: size, version: `${String(size)}-${String(mtimeMs)}` };
}

const isHidden = (path: string) => path.split(sep).some((part) => part.startsWith('.'));

async function findInFolder(folder: string, isWanted: IsWanted): Promise<Input[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const paths = entries
    .filter((entry) => !entry.isDirectory())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)))
    .filter((path) => !isHidden(path) && isWanted(path.split(sep).join('/')))
    .sort();
  const found = await Promise.all(
    paths.map(async (path) => [join(folder, path), await examine(join(folder, path))] as const),
  );
  // A link may lead to a folder, a socket is no log.
  return found.filter(([, stats]) => stats.isFile()).map(([path, stats]) => toInput(path, stats));
}

/** A file, or the files of a folder and those below it by their names, hidden ones left out. Throws file_unreadable. */
export async function findLocalInputs(path: string, isWanted: IsWanted): Promise<Input[]> {
  const stats = await examine(path);
  return stats.isDirectory() ? findInFolder(path, isWanted) : [toInput(path, stats)];
}
