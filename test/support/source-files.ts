import { readdir, readFile } from 'node:fs/promises';
import { dirname, join, normalize } from 'node:path';
import { fileURLToPath } from 'node:url';

export const projectRoot = fileURLToPath(new URL('../..', import.meta.url));

// Declarations hold no code: they only type what is generated.
const isSource = (path: string) => path.endsWith('.ts') && !path.endsWith('.d.ts');

/** Paths of the project's own TypeScript, relative to its root. */
export async function listSourceFiles(folders: readonly string[]): Promise<string[]> {
  const lists = await Promise.all(
    folders.map(async (folder) => {
      const entries = await readdir(join(projectRoot, folder), { recursive: true });
      return entries.filter(isSource).map((entry) => join(folder, entry));
    }),
  );
  return lists.flat().sort();
}

export interface SourceFile {
  readonly path: string;
  readonly text: string;
  /** Imports of the project's own files, as paths relative to its root. */
  readonly imports: readonly string[];
  /** Imports of packages and of Node. */
  readonly packages: readonly string[];
}

const specifierPattern =
  /(?:^|\n)\s*(?:import|export)\b[^;'"]*?from\s+'([^']+)'|import\(\s*'([^']+)'/g;

export async function readSourceFile(path: string): Promise<SourceFile> {
  const text = await readFile(join(projectRoot, path), 'utf8');
  const specifiers = [...text.matchAll(specifierPattern)].map(
    (match) => match[1] ?? match[2] ?? '',
  );
  const isOwn = (specifier: string) => specifier.startsWith('.');
  return {
    path,
    text,
    imports: specifiers.filter(isOwn).map((specifier) => normalize(join(dirname(path), specifier))),
    packages: specifiers.filter((specifier) => !isOwn(specifier)),
  };
}
