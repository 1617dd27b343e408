import { migrate } from '../../../migrations/runner.ts';
import { readArgs, type Command } from '../command.ts';
import { withPool } from '../open-stores.ts';

export const migrateCommand: Command = {
  name: 'migrate',
  summary: 'bring the database to the tables of this version',
  usage: `stillwatch migrate

Applies every migration that the database lacks, each in a transaction of its own, and names them.
Safe to run twice and from several machines at once.`,
  run: async (args, { loadEnv, print }) => {
    readArgs({ args, options: {} });
    const applied = await withPool(loadEnv(), (pool) => migrate(pool));
    for (const name of applied) print(`applied ${name}`);
    if (applied.length === 0) print('nothing to apply');
    return 0;
  },
};
