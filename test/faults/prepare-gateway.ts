import { findFreePort } from '../../services/runtime/free-port.ts';
import { createSecretKey, insertApiKey } from '../../services/storage/api-keys.ts';
import { startStores } from '../support/stores.ts';
import { startPipeline } from './pipeline.ts';

type Test = Parameters<typeof startPipeline>[0];

/** Stores, a pipeline and a key for a gateway process that the test starts with `settings`, and kills. */
export async function prepareGateway(t: Test) {
  const stores = await startStores(t);
  const pipeline = await startPipeline(t, stores);
  const key = createSecretKey('ingest');
  await insertApiKey(stores.pool, { key, scope: 'ingest', name: 'test' });
  const port = await findFreePort();
  const settings = { ...pipeline.settings, GATEWAY_PORT: String(port) };
  return { stores, pipeline, key, settings, url: `http://127.0.0.1:${String(port)}` };
}
