import { OTLPLogExporter as JsonLogs } from '@opentelemetry/exporter-logs-otlp-http';
import { OTLPLogExporter as ProtobufLogs } from '@opentelemetry/exporter-logs-otlp-proto';
import { OTLPTraceExporter as JsonTraces } from '@opentelemetry/exporter-trace-otlp-http';
import { OTLPTraceExporter as ProtobufTraces } from '@opentelemetry/exporter-trace-otlp-proto';
import t from 'tap';
import { exportAll, recordLogs, recordSpans } from '../support/otlp-client.ts';
import { call } from '../support/otlp-requests.ts';
import { spawnRole } from '../support/spawn-role.ts';
import { until } from './pipeline.ts';
import { prepareGateway } from './prepare-gateway.ts';

const eventCount = 10_000;
const accountCount = 50;
const rounds = 10;
const exporterCount = 4;
const perExport = eventCount / rounds / exporterCount;

type Calls = Parameters<typeof recordSpans>[0];

/** Every exporter of the SDK that we take, each as a function that delivers the calls it is given. */
function createExporters(origin: string, key: string) {
  const headers = { authorization: `Bearer ${key}` };
  const traces = { url: `${origin}/v1/traces`, headers };
  const logs = { url: `${origin}/v1/logs`, headers };
  const spans = [new JsonTraces(traces), new ProtobufTraces(traces)];
  const records = [new JsonLogs(logs), new ProtobufLogs(logs)];
  return {
    shutdown: () => Promise.all([...spans, ...records].map((each) => each.shutdown())),
    // Recorded once: an item that is exported again is the same item.
    deliveries: (calls: Calls) => [
      ...spans.map((exporter) => {
        const recorded = recordSpans(calls);
        return () => exportAll(exporter, recorded);
      }),
      ...records.map((exporter, place) => {
        const named = calls.map((each) => {
          const id = `${String(place)}-${String(each['call'])}`;
          return { ...each, 'gen_ai.response.id': id };
        });
        const recorded = recordLogs(named);
        return () => exportAll(exporter, recorded);
      }),
    ],
  };
}

await t.test('10,000 events pass a 503 and a kill -9, and none counts twice', async (t) => {
  const { stores, pipeline, key, settings, url } = await prepareGateway(t);
  const { deliveries, shutdown } = createExporters(url, key);
  t.teardown(async () => {
    await shutdown();
  });
  let gateway = spawnRole(t, 'gateway', settings);
  const isUp = () => fetch(`${url}/v1/traces`).then(({ status }) => status === 200);
  await until('the gateway to be up', isUp);
  const statusOf = async () =>
    (await fetch(`${url}/v1/traces`, { method: 'POST', headers: { 'x-api-key': key } })).status;

  for (let round = 0; round < rounds; round += 1) {
    const calls = Array.from({ length: perExport }, (_, place) => {
      const number = round * perExport + place;
      return { ...call, call: number, 'user.id': `otlp-${String(number % accountCount)}` };
    });
    const undelivered = deliveries(calls);
    const deliverAll = () => undelivered.map((deliver) => deliver());
    if (round === 2) {
      process.kill(stores.redis.pid(), 'SIGSTOP');
      const answers = deliverAll();
      // What the gateway read of the queue just before serves for a moment yet.
      await until(
        'the gateway to say that Redis is silent',
        async () => (await statusOf()) === 503,
      );
      process.kill(stores.redis.pid(), 'SIGCONT');
      await Promise.all(answers);
    }
    if (round === 6) {
      // The clients cannot know whether it was taken before the gateway died, and send it again.
      const unanswered = deliverAll();
      await gateway.end('SIGKILL');
      gateway = spawnRole(t, 'gateway', settings);
      await until('the gateway to be up again', isUp);
      await Promise.all(unanswered);
    }
    for (const deliver of undelivered) await until('the events to be delivered', deliver);
  }
  await pipeline.settle();
  const { requests } = await pipeline.readOutcome();
  t.equal(requests.size, accountCount);
  t.same(new Set(requests.values()), new Set([eventCount / accountCount]));
  t.equal(await gateway.end('SIGTERM'), 0);
});
