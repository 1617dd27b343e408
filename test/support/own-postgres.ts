import { join } from 'node:path';
import { preparePostgresBinaries } from '../../services/runtime/postgres-binaries.ts';
import { ensureCluster } from '../../services/runtime/postgres-folder.ts';
import { startPostgres, type PostgresPlan } from '../../services/runtime/postgres-server.ts';
import { choosePostgresUser } from '../../services/runtime/postgres-user.ts';
import type { StoreProcess } from '../../services/runtime/store-process.ts';

const password = 'test';

/** Creates a cluster below `folder`. Survives kill -9 of its processes; not a power cut, which tests have no use for. */
export async function planTestPostgres(folder: string): Promise<PostgresPlan> {
  const user = await choosePostgresUser((line) => process.stderr.write(`# ${line}\n`));
  const binaries = await preparePostgresBinaries(user);
  const data = join(folder, 'postgres');
  await ensureCluster(data, { binaries, user, password });
  const settings = ['fsync=off', 'full_page_writes=off', 'shared_buffers=64MB'];
  return { folder: data, binaries, user, password, settings, logFile: `${data}.log` };
}

export async function startTestPostgres(folder: string): Promise<StoreProcess> {
  return startPostgres(await planTestPostgres(folder));
}
