import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-proto';
import t from 'tap';
import { exportSpans, recordSpans } from '../support/otlp-client.ts';
import { call } from '../support/otlp-requests.ts';
import { spawnRole } from '../support/spawn-role.ts';
import { until } from './pipeline.ts';
import { prepareGateway } from './prepare-gateway.ts';

const spanCount = 10_000;
const accountCount = 50;
const perExport = 500;

await t.test('10,000 spans pass a 503 and a kill -9, and none counts twice', async (t) => {
  const { stores, pipeline, key, settings, url: address } = await prepareGateway(t);
  const url = `${address}/v1/traces`;
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
