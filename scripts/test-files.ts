import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { projectRoot } from './run-tool.ts';

export type Suite = 'all-but-browser' | 'browser';

/** The test files of a suite, relative to the project's root. Browser tests live in test/e2e. */
export async function listTestFiles(suite: Suite): Promise<string[]> {
  const entries = await readdir(join(projectRoot, 'test'), { recursive: true });
  const isBrowserTest = (entry: string) => entry.startsWith('e2e/');
  return entries
    .filter((entry) => entry.endsWith('.test.ts'))
    .filter((entry) => isBrowserTest(entry) === (suite === 'browser'))
    .map((entry) => join('test', entry))
    .sort();
}
