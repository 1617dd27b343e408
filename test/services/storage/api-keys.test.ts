import t from 'tap';
import {
  createSecretKey,
  findApiKeyByHash,
  hashSecretKey,
  insertApiKey,
  listApiKeys,
  revokeApiKey,
} from '../../../services/storage/api-keys.ts';
import { startStores } from '../../support/stores.ts';

const { pool } = await startStores(t);

await t.test('only the hash of a key is stored, and it is found by it', async (t) => {
  const key = createSecretKey('enforcement');
  t.match(key, /^sw_enforcement_[\w-]{32}$/);
  const stored = await insertApiKey(pool, { key, scope: 'enforcement', name: 'gateway 1' });
  t.same(await findApiKeyByHash(pool, hashSecretKey(key)), stored);
  t.match(stored, { scope: 'enforcement', name: 'gateway 1', source: null, revokedAt: null });
  t.equal(await findApiKeyByHash(pool, hashSecretKey('another')), undefined);
  const { rows } = await pool.query<{ row: string }>('select k::text as row from api_keys k');
  t.notMatch(rows.map(({ row }) => row).join(), key);
});

await t.test('storing a key again does not bring a revoked one back', async (t) => {
  const given = { key: createSecretKey('ingest'), scope: 'ingest', name: 'shipper' } as const;
  const { apiKeyId } = await insertApiKey(pool, given);
  t.equal(await revokeApiKey(pool, apiKeyId), true);
  const again = await insertApiKey(pool, given);
  t.equal(again.apiKeyId, apiKeyId);
  t.type(again.revokedAt, Date);
  t.equal((await listApiKeys(pool)).length, 2);
});
