import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-proto';
import t from 'tap';
import { findFreePort } from '../../services/runtime/free-port.ts';
import { createSecretKey, insertApiKey } from '../../services/storage/api-keys.ts';
import { exportSpans, recordSpans } from '../support/otlp-client.ts';
import { call } from '../support/otlp-requests.ts';
import { spawnRole } from '../support/spawn-role.ts';
import { startStores } from '../support/stores.ts';
import { startPipeline, until } from './pipeline.ts';

const spanCount = 10_000;
const accountCount = 50;
const perExport = 500;

await t.test('10,000 spans pass a 503 and a kill -9, and none counts twice', async (t) => {
  const stores = await startStores(t);
  const pipeline = await startPipeline(t, stores);
  const key = createSecretKey('ingest');
  await insertApiKey(stores.pool, { key, scope: 'ingest', name: 'test' });
  const port = await findFreePort();
  const settings = { ...pipeline.settings, GATEWAY_PORT: String(port) };
  const url = `http://127.0.0.1:${port}/v1/traces`;
  const exporter = new OTLPTraceExporter({ url, headers: { authorization: `Bearer ${key}` } });
  t.teardown(() => exporter.shutdown());

  const calls = Array.from({ length: spanCount }, (_, index) => {
    return { ...call, 'user.id': `otlp-${String(index % accountCount)}` } as const;
  });
  const spans = recordSpans(calls);
  let gateway = spawnRole(t, 'gateway', settings);
  const isUp = () => fetch(url).then(({ status }) => status === 200);
  await until('the gateway to be up', isUp);

  const statusOf = async () =>
    (await fetch(url, { method: 'POST', headers: { 'x-api-key': key } })).status;
  for (let start = 0; start < spanCount; start += perExport) {
    const part = spans.slice(start, start + perExport);
    if (start === 2_000) {
      process.kill(stores.redis.pid(), 'SIGSTOP');
      const delivery = exportSpans(exporter, part);
      t.equal(await statusOf(), 503, 'while Redis is silent the gateway says so');
      process.kill(stores.redis.pid(), 'SIGCONT');
      if (await delivery) continue;
    }
    if (start === 6_000) {
      // The client cannot know whether it was taken before the gateway died, and sends it again.
      const unanswered = exportSpans(exporter, part);
      await gateway.end('SIGKILL');
      gateway = spawnRole(t, 'gateway', settings);
      await until('the gateway to be up again', isUp);
      await unanswered;
    }
    await until('the spans to be delivered', () => exportSpans(exporter, part));
  }
  await pipeline.settle();
  const { requests } = await pipeline.readOutcome();
  t.equal(requests.size, accountCount);
  t.same(new Set(requests.values()), new Set([spanCount / accountCount]));
  t.equal(await gateway.end('SIGTERM'), 0);
});
