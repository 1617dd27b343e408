import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { format, resolveConfig } from 'prettier';
import { failWith } from '../services/runtime/fail-with.ts';
import { describeDetectors } from './describe-detectors.ts';
import { describeErrors } from './describe-errors.ts';
import { projectRoot } from './run-tool.ts';

const documents = [
  { path: 'docs/detectors.md', write: describeDetectors },
  { path: 'docs/errors.md', write: describeErrors },
] as const;

async function layOut(markdown: string, path: string): Promise<string> {
  const style = await resolveConfig(path);
  return format(markdown, { ...style, parser: 'markdown' });
}

/** With `--check` writes nothing and fails when a document is not what its source gives. */
async function main(isCheck: boolean): Promise<number> {
  const stale: string[] = [];
  for (const { path, write } of documents) {
    const file = join(projectRoot, path);
    const wanted = await layOut(await write(), file);
    const present = await readFile(file, 'utf8').catch(() => '');
    if (wanted === present) continue;
    stale.push(path);
    if (!isCheck) await writeFile(file, wanted);
  }
  const verb = isCheck ? 'out of date, run "npm run docs"' : 'written';
  for (const path of stale) process.stdout.write(`${path}: ${verb}\n`);
  return isCheck && stale.length > 0 ? 1 : 0;
}

main(process.argv.includes('--check')).then((exitCode) => process.exit(exitCode), failWith);
