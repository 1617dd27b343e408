import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { projectRoot } from './source-files.ts';

export interface SampleFiles {
  readonly events: string;
  readonly accounts: string;
  readonly labels: string;
}

/** The folder of labelled traffic that is not part of the project. */
const folder = process.env['STILLWATCH_SAMPLE_DATA'] ?? resolve(projectRoot, '../shared/data');

/** The files of one set of it, or the reason for which a test of it is skipped. */
export function findSample(name: 'sample' | 'dev'): SampleFiles | string {
  const at = (file: string) => join(folder, name, file);
  const files = {
    events: at('events.ndjson.gz'),
    accounts: at('accounts.ndjson'),
    labels: at('labels.ndjson'),
  };
  if (Object.values(files).every((path) => existsSync(path))) return files;
  return `there is no labelled traffic: set STILLWATCH_SAMPLE_DATA to its folder`;
}
