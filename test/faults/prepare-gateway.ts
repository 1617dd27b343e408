import { findFreePort } from '../../services/runtime/free-port.ts';
import { createSecretKey, insertApiKey } from '../../services/storage/api-keys.ts';
import { startStores } from '../support/stores.ts';
import { startPipeline } from './pipeline.ts';
import { startSlowLink } from './slow-link.ts';

type Test = Parameters<typeof startPipeline>[0];

/**
 * Stores, a pipeline and a key for a gateway process that the test starts with `settings`, and kills. PostgreSQL takes
 * `workerDelayMs` longer to hear the workers and to answer them.
 */
export async function prepareGateway(t: Test, workerDelayMs = 0) {
  const stores = await startStores(t);
  const { databaseUrl, pool } = stores;
  const workerUrl =
    workerDelayMs === 0 ? databaseUrl : await startSlowLink(t, databaseUrl, workerDelayMs);
  const pipeline = await startPipeline(t, { ...stores, databaseUrl: workerUrl });
  const key = createSecretKey('ingest');
  await insertApiKey(pool, { key, scope: 'ingest', name: 'test' });
  const GATEWAY_PORT = String(await findFreePort());
  const settings = { ...pipeline.settings, DATABASE_URL: databaseUrl, GATEWAY_PORT };
  return { stores, pipeline, key, settings, url: `http://127.0.0.1:${GATEWAY_PORT}` };
}
