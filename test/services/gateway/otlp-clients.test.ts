import { OTLPLogExporter as JsonLogs } from '@opentelemetry/exporter-logs-otlp-http';
import { OTLPLogExporter as ProtobufLogs } from '@opentelemetry/exporter-logs-otlp-proto';
import { OTLPTraceExporter as JsonTraces } from '@opentelemetry/exporter-trace-otlp-http';
import { OTLPTraceExporter as ProtobufTraces } from '@opentelemetry/exporter-trace-otlp-proto';
import { CompressionAlgorithm } from '@opentelemetry/otlp-exporter-base';
import { LoggerProvider, SimpleLogRecordProcessor } from '@opentelemetry/sdk-logs';
import t from 'tap';
import type { UsageEvent } from '../../../services/contracts/usage-event.ts';
import { exportAll, recordSpans } from '../../support/otlp-client.ts';
import { startGateway } from '../../support/start-gateway.ts';
import { startStores } from '../../support/stores.ts';

const gateway = await startGateway(t, await startStores(t));
const origin = await gateway.app.listen({ port: 0, host: '127.0.0.1' });
const headers = { authorization: `Bearer ${gateway.key}` };
const traces = { url: `${origin}/v1/traces`, headers };
const logs = { url: `${origin}/v1/logs`, headers };

t.beforeEach(() => gateway.redis.flushall());

async function readEvents(): Promise<UsageEvent[]> {
  const queued = await gateway.readQueued();
  return queued.map(({ line }) => JSON.parse(line.toString()) as UsageEvent);
}

const conversation = {
  'gen_ai.operation.name': 'chat',
  'gen_ai.request.model': 'm1',
  'gen_ai.request.temperature': 0.5,
  'gen_ai.usage.input_tokens': 20,
  'gen_ai.input.messages': '[{"role":"user","parts":[{"type":"text","content":"Why?"}]}]',
  'user.id': 'acct_7',
};

const expected = {
  account_id: 'acct_7',
  model: 'm1',
  operation: 'chat',
  usage: { input_tokens: 20 },
  request: { temperature: 0.5 },
  messages: [{ role: 'user', content: 'Why?' }],
};

await t.test('the trace exporters of the JS SDK deliver, plain and compressed', async (t) => {
  const gzip = { ...traces, compression: CompressionAlgorithm.GZIP };
  const exporters = [
    new JsonTraces(traces),
    new ProtobufTraces(traces),
    new JsonTraces(gzip),
    new ProtobufTraces(gzip),
  ];
  for (const exporter of exporters) {
    const spans = recordSpans([conversation]);
    t.equal(await exportAll(exporter, spans), true);
    const context = spans[0]?.spanContext();
    const eventId = `${context?.traceId ?? ''}-${context?.spanId ?? ''}`;
    t.match(await readEvents(), [{ ...expected, event_id: eventId }]);
    await exporter.shutdown();
    await gateway.redis.flushall();
  }
});

await t.test('the log exporters of the JS SDK deliver', async (t) => {
  for (const exporter of [new JsonLogs(logs), new ProtobufLogs(logs)]) {
    const provider = new LoggerProvider({
      processors: [new SimpleLogRecordProcessor({ exporter })],
    });
    provider.getLogger('test').emit({
      eventName: 'gen_ai.client.inference.operation.details',
      attributes: { ...conversation, 'gen_ai.response.id': 'response-1' },
    });
    // Ends with the last export: forceFlush of this processor does not wait for one that has just begun.
    await provider.shutdown();
    t.match(await readEvents(), [{ ...expected, event_id: 'response-1' }]);
    await gateway.redis.flushall();
  }
});
