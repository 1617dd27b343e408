import { Redis } from 'ioredis';
import pg from 'pg';
import t from 'tap';
import { startOwnPostgres, startStores } from './stores.ts';

await t.test('the stores of a test answer and go away with it', async (t) => {
  const { pool, redisUrl } = await startStores(t);
  t.same((await pool.query('select 1 as one')).rows, [{ one: 1 }]);
  const redis = new Redis(redisUrl);
  t.match(await redis.config('GET', 'maxmemory-policy'), ['maxmemory-policy', 'noeviction']);
  t.match(await redis.config('GET', 'appendfsync'), ['appendfsync', 'always']);
  redis.disconnect();
});

await t.test('redis keeps acknowledged writes over a kill -9', async (t) => {
  const { redis: handle } = await startStores(t, { isMigrated: false });
  const redis = new Redis(handle.url);
  redis.on('error', () => undefined);
  await redis.set('kept', 'yes');
  await handle.kill();
  await handle.restart();
  t.equal(await redis.get('kept'), 'yes');
  redis.disconnect();
});

await t.test('an own postgres keeps committed rows over a kill -9', async (t) => {
  const postgres = await startOwnPostgres(t);
  const run = async (sql: string) => {
    const client = new pg.Client({ connectionString: postgres.databaseUrl });
    client.on('error', () => undefined);
    await client.connect();
    const result = await client.query(sql);
    await client.end();
    return result.rows as unknown[];
  };
  await run('create table kept as select 7 as value');
  await postgres.kill();
  await postgres.restart();
  t.same(await run('select value from kept'), [{ value: 7 }]);
});
