import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

export interface LabelledTraffic {
  readonly eventsPath: string;
  readonly accountsPath: string;
  readonly labelsPath: string;
}

const besideTheProject = fileURLToPath(new URL('../../shared/data', import.meta.url));

/** One set of labelled traffic below `dataFolder`, or undefined where there is none. */
export function findLabelledTraffic(
  set: 'dev' | 'sample',
  dataFolder = besideTheProject,
): LabelledTraffic | undefined {
  const folder = resolve(dataFolder, set);
  const traffic = {
    eventsPath: join(folder, 'events.ndjson.gz'),
    accountsPath: join(folder, 'accounts.ndjson'),
    labelsPath: join(folder, 'labels.ndjson'),
  };
  return Object.values(traffic).every((path) => existsSync(path)) ? traffic : undefined;
}
