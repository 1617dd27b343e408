import { appendFile, copyFile, readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import t from 'tap';
import { migrate } from '../../migrations/runner.ts';
import { startStores } from '../support/stores.ts';
import { makeTempFolder } from '../support/temp-folder.ts';

const shipped = join(import.meta.dirname, '../../migrations');

async function copyMigrations(folder: string): Promise<string[]> {
  const names = (await readdir(shipped)).filter((name) => name.endsWith('.sql'));
  for (const name of names) await copyFile(join(shipped, name), join(folder, name));
  return names.sort();
}

await t.test('migrations', async (t) => {
  const { pool } = await startStores(t, { isMigrated: false });
  const folder = await makeTempFolder(t);
  const names = await copyMigrations(folder);

  await t.test('racing callers apply each file once', async (t) => {
    const applied = await Promise.all([migrate(pool, folder), migrate(pool, folder)]);
    t.same(applied.flat(), names);
    t.same(await migrate(pool, folder), []);
  });

  await t.test('a failing file leaves nothing behind', async (t) => {
    const broken = join(folder, '9000_add_broken.sql');
    await writeFile(broken, 'create table half_done (id int); select no_such_function();');
    await t.rejects(migrate(pool, folder), /no_such_function/);
    await rm(broken);
    t.same((await pool.query("select to_regclass('half_done') as found")).rows, [{ found: null }]);
  });

  await t.test('an edited file is refused', async (t) => {
    const [first = ''] = names;
    await appendFile(join(folder, first), '\n-- changed');
    await t.rejects(migrate(pool, folder), { code: 'migration_edited' });
    await copyFile(join(shipped, first), join(folder, first));
  });

  await t.test('a database of a newer version is refused', async (t) => {
    await pool.query("insert into schema_migrations values (9999, '9999_add_more.sql', 'x')");
    await t.rejects(migrate(pool, folder), { code: 'schema_too_new' });
  });
});
