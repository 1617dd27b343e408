import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import type { BrowserPage } from './browser-page.ts';

const source = await readFile(
  createRequire(import.meta.url).resolve('axe-core/axe.min.js'),
  'utf8',
);

interface Violation {
  readonly id: string;
  readonly nodes: readonly { readonly html: string }[];
}

/** What axe-core finds wrong with the open page, each as its rule and the first element that breaks it. */
export async function findViolations(page: BrowserPage): Promise<string[]> {
  await page.evaluate(`${source}; undefined`);
  const found = await page.evaluate<Violation[]>(
    `axe.run().then(({ violations }) => violations.map(({ id, nodes }) => ({ id, nodes: [{ html: nodes[0].html }] })))`,
  );
  return found.map(({ id, nodes }) => `${id}: ${nodes[0]?.html ?? ''}`);
}
