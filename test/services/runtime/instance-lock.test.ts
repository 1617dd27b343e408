import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import t from 'tap';
import { findRunningInstance, publishInstance } from '../../../services/runtime/instance-file.ts';
import { openHome } from '../../../services/runtime/instance-home.ts';
import { lockHome } from '../../../services/runtime/instance-lock.ts';
import { makeTempFolder } from '../../support/temp-folder.ts';

const addresses = { databaseUrl: 'd', redisUrl: 'r', gatewayUrl: 'g', staffUrl: 's' };

t.test('a home has one holder at a time', async (t) => {
  const home = await openHome(join(await makeTempFolder(t), 'home'));
  const unlock = await lockHome(home);
  await t.rejects(lockHome(home), { code: 'instance_running', message: /STILLWATCH_HOME/ });
  await unlock();
  await t.resolves(lockHome(home));
});

t.test('a lock whose holder is gone is taken over, also when its id runs again', async (t) => {
  const home = await openHome(join(await makeTempFolder(t), 'home'));
  for (const left of [
    { pid: process.pid, began: 'another time' },
    { pid: 2 ** 22, began: '1' },
  ]) {
    await writeFile(home.lockFile, JSON.stringify(left));
    const unlock = await lockHome(home);
    await unlock();
  }
  await writeFile(home.lockFile, 'cut sho');
  await t.resolves(lockHome(home));
});

t.test('tools find the running instance, and none that was killed', async (t) => {
  const home = await openHome(join(await makeTempFolder(t), 'home'));
  t.equal(await findRunningInstance(home.folder), undefined);
  const unpublish = await publishInstance(home, addresses);
  t.same(await findRunningInstance(home.folder), addresses);
  const text = await readFile(home.instanceFile, 'utf8');
  await writeFile(home.instanceFile, text.replace(/"began": "\d+"/, '"began": "1"'));
  t.equal(await findRunningInstance(home.folder), undefined);
  await unpublish();
});
