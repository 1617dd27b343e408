import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import t from 'tap';
import { findRedis } from '../../../services/runtime/find-redis.ts';
import { startPostgres } from '../../../services/runtime/postgres-server.ts';
import { planTestPostgres } from '../../support/own-postgres.ts';
import { makeTempFolder } from '../../support/temp-folder.ts';

t.test('postgres starts over a lock file whose process id belongs to another by now', async (t) => {
  const plan = await planTestPostgres(await makeTempFolder(t));
  const killed = await startPostgres(plan);
  killed.child.kill('SIGKILL');
  await killed.stop();
  await writeFile(join(plan.folder, 'postmaster.pid'), `${process.pid}\n${plan.folder}\n`);
  const again = await startPostgres(plan);
  t.ok(again.pid);
  await again.stop();
});

t.test('postgres that was left running gives way to the next start', async (t) => {
  const plan = await planTestPostgres(await makeTempFolder(t));
  const left = await startPostgres(plan);
  const next = await startPostgres(plan);
  t.not(next.pid, left.pid);
  t.equal(left.child.exitCode, 0);
  await next.stop();
});

t.test('without a redis and without apt the error says what to install', async (t) => {
  const folder = await makeTempFolder(t);
  const search = { searchPath: folder, unpackFolder: join(folder, 'redis'), say: () => undefined };
  await t.rejects(findRedis(search), { code: 'redis_missing', message: /Install one .*REDIS_URL/ });
});
