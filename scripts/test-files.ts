import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { projectRoot } from './run-tool.ts';

export type Suite = 'all-but-browser' | 'browser' | 'fuzz';

const belongs: Readonly<Record<Suite, (entry: string) => boolean>> = {
  'all-but-browser': (entry) => !entry.startsWith('e2e/'),
  browser: (entry) => entry.startsWith('e2e/'),
  fuzz: (entry) => entry.startsWith('fuzz/'),
};

/** The test files of a suite, relative to the project's root. Browser tests live in test/e2e, fuzzers in test/fuzz. */
export async function listTestFiles(suite: Suite): Promise<string[]> {
  const entries = await readdir(join(projectRoot, 'test'), { recursive: true });
  return entries
    .filter((entry) => entry.endsWith('.test.ts') && belongs[suite](entry))
    .map((entry) => join('test', entry))
    .sort();
}
