import { deflateSync, gzipSync, zstdCompressSync } from 'node:zlib';
import t from 'tap';
import type { UsageEvent } from '../../../services/contracts/usage-event.ts';
import { google, opentelemetry } from '../../../services/ingest/otlp/protocol/generated.js';
import { call, keyValues, logs, span, toProtobuf, traces } from '../../support/otlp-requests.ts';
import { startGateway } from '../../support/start-gateway.ts';
import { startStores } from '../../support/stores.ts';

const stores = await startStores(t);
const gateway = await startGateway(t, stores);
const { ExportTraceServiceResponse } = opentelemetry.proto.collector.trace.v1;
const json = { 'content-type': 'application/json' };
const protobuf = { 'content-type': 'application/x-protobuf' };

t.beforeEach(() => gateway.redis.flushall());

async function post(path: string, body: string | Buffer, headers: Record<string, string> = json) {
  const all = { 'x-api-key': gateway.key, ...headers };
  return gateway.app.inject({ method: 'POST', url: path, payload: body, headers: all });
}

async function readEvents(): Promise<UsageEvent[]> {
  const queued = await gateway.readQueued();
  return queued.map(({ line }) => JSON.parse(line.toString()) as UsageEvent);
}

const oneSpan = traces([span({ attributes: call })]);
const text = JSON.stringify(oneSpan);

await t.test('a span in JSON is a usage event, and the answer is JSON', async (t) => {
  const answer = await post('/v1/traces', text);
  t.equal(answer.statusCode, 200);
  t.match(answer.headers['content-type'], /^application\/json/);
  t.same(answer.json(), {});
  t.match(await readEvents(), [
    {
      event_id: '5b8efff798038103d269b633813fc60c-eee19b7ec3c1b174',
      occurred_at: '2026-09-21T14:13:20.000Z',
      account_id: 'acct_7',
      model: 'm1',
      operation: 'chat',
      latency_ms: 1_000,
      usage: { input_tokens: 20, output_tokens: 180 },
      content_state: 'absent',
    },
  ]);
});

await t.test('protobuf gives the same event and is answered in protobuf', async (t) => {
  await post('/v1/traces', text);
  const [fromJson] = await readEvents();
  await gateway.redis.flushall();
  const answer = await post('/v1/traces', toProtobuf('traces', oneSpan), protobuf);
  t.equal(answer.statusCode, 200);
  t.equal(answer.headers['content-type'], 'application/x-protobuf');
  t.equal(answer.rawPayload.length, 0, 'full success leaves partial_success unset');
  t.same(await readEvents(), [fromJson]);
});

await t.test('an empty request is a success in both encodings', async (t) => {
  for (const [body, headers] of [
    ['{}', json],
    ['', json],
    [Buffer.alloc(0), protobuf],
  ] as const) {
    for (const path of ['/v1/traces', '/v1/logs', '/v1/metrics']) {
      t.equal((await post(path, body, headers)).statusCode, 200, path);
    }
  }
  t.same(await readEvents(), []);
});

await t.test(
  'gzip, deflate and zstd are read, and a wrong content type is no matter',
  async (t) => {
    const bytes = toProtobuf('traces', oneSpan);
    const compressed = [
      ['gzip', gzipSync(bytes)],
      ['deflate', deflateSync(bytes)],
      ['zstd', zstdCompressSync(bytes)],
    ] as const;
    for (const [encoding, body] of compressed) {
      const headers = { ...protobuf, 'content-encoding': encoding };
      t.equal((await post('/v1/traces', body, headers)).statusCode, 200, encoding);
    }
    t.equal((await post('/v1/traces', bytes, json)).statusCode, 200);
    t.equal((await post('/v1/traces', text, protobuf)).statusCode, 200);
    t.equal(
      (await post('/v1/traces', text, { 'content-type': 'no type; at all' })).statusCode,
      200,
    );
    t.equal((await readEvents()).length, 6);
    const unknown = await post('/v1/traces', bytes, { ...json, 'content-encoding': 'br' });
    t.equal(unknown.statusCode, 415);
  },
);

await t.test(
  'a call without an account is a partial success that names the attributes',
  async (t) => {
    const { 'user.id': _account, ...anonymous } = call;
    const spans = [
      span({ attributes: anonymous }),
      span({ spanId: 'eee19b7ec3c1b175', attributes: call }),
      span({ spanId: 'eee19b7ec3c1b176', attributes: { 'http.route': '/health' } }),
    ];
    const answer = await post('/v1/traces', JSON.stringify(traces(spans)));
    t.equal(answer.statusCode, 200);
    t.match(answer.json(), {
      partialSuccess: {
        rejectedSpans: '1',
        errorMessage: /account_missing.*user\.id, enduser\.id/,
      },
    });
    const binary = await post('/v1/traces', toProtobuf('traces', traces(spans)), protobuf);
    t.match(ExportTraceServiceResponse.decode(binary.rawPayload), {
      partialSuccess: { errorMessage: /account_missing/ },
    });
    t.same(new Set((await readEvents()).map((each) => each.event_id)).size, 1);
  },
);

await t.test('the account may stand at the resource, and the span goes before it', async (t) => {
  const { 'user.id': _account, ...anonymous } = call;
  const spans = [
    span({ attributes: anonymous }),
    span({ spanId: 'eee19b7ec3c1b175', attributes: { ...anonymous, 'enduser.id': 'nearer' } }),
  ];
  await post('/v1/traces', JSON.stringify(traces(spans, { 'user.id': 'everyone' })));
  const accounts = (await readEvents()).map((each) => each.account_id);
  t.same(accounts.sort(), ['everyone', 'nearer']);
});

await t.test('a span and the log record of the same call have one id', async (t) => {
  const record = {
    timeUnixNano: '1790000000000000000',
    eventName: 'gen_ai.client.inference.operation.details',
    traceId: '5b8efff798038103d269b633813fc60c',
    spanId: 'eee19b7ec3c1b174',
    attributes: keyValues({ ...call, 'gen_ai.input.messages': 'Hello' }),
  };
  await post('/v1/traces', text);
  const answer = await post('/v1/logs', toProtobuf('logs', logs([record])), protobuf);
  t.equal(answer.statusCode, 200);
  const events = await readEvents();
  t.equal(events.length, 2);
  t.equal(new Set(events.map((each) => each.event_id)).size, 1);
});

await t.test(
  'mix-ups are a 400 that names the mistake, in the encoding of the request',
  async (t) => {
    const record = { timeUnixNano: '1790000000000000000', attributes: keyValues(call) };
    const withId = (traceId: string) =>
      JSON.stringify(traces([span({ traceId, attributes: call })]));
    const usage = '{"event_id":"e","account_id":"a"}';
    const mistakes: readonly (readonly [string, string, RegExp])[] = [
      ['/v1/traces', JSON.stringify(logs([record])), /\/v1\/logs/],
      ['/v1/logs', text, /\/v1\/traces/],
      ['/v1/traces', usage, /\/v1\/events/],
      ['/v1/logs', `${usage}\n${usage}`, /\/v1\/events/],
      ['/v1/traces', `[${usage}]`, /\/v1\/events/],
      ['/v1/traces', withId('W47/95gDgQPSabYzgT/GDA=='), /base64/],
      ['/v1/traces', withId('5b8efff7'), /16 bytes/],
      ['/v1/traces', withId('0'.repeat(32)), /all zero/],
      ['/v1/traces', '{"resourceSpans":7}', /must be an array/],
      ['/v1/traces', '{"resource_spans":[]}', /lowerCamelCase/],
      ['/v1/traces', 'secret words', /neither/],
    ];
    for (const [path, body, message] of mistakes) {
      const answer = await post(path, body);
      t.equal(answer.statusCode, 400, body.slice(0, 40));
      t.match(answer.json(), { code: 3, message }, body.slice(0, 40));
      t.notMatch(answer.body, /secret/);
    }
    const swapped: readonly (readonly [string, Buffer, RegExp])[] = [
      ['/v1/traces', toProtobuf('logs', logs([record])), /\/v1\/logs/],
      ['/v1/logs', toProtobuf('traces', oneSpan), /\/v1\/traces/],
    ];
    for (const [path, body, message] of swapped) {
      const answer = await post(path, body, protobuf);
      t.equal(answer.statusCode, 400);
      t.match(google.rpc.Status.decode(answer.rawPayload), { code: 3, message });
    }
    t.same(await readEvents(), []);
  },
);

await t.test('keys and pressure are refused as google.rpc.Status', async (t) => {
  const none = await post('/v1/traces', text, { ...json, 'x-api-key': '' });
  t.equal(none.statusCode, 401);
  t.match(none.json(), { code: 16, message: /^unauthenticated: / });
  const { key } = await gateway.addKey('enforcement');
  const wrong = await post('/v1/logs', '', { ...protobuf, 'x-api-key': key });
  t.equal(wrong.statusCode, 403);
  t.match(google.rpc.Status.decode(wrong.rawPayload), { code: 7, message: /scope_forbidden/ });
  const full = await startGateway(t, stores, { queueDepthLimit: 0 });
  const headers = { ...json, 'x-api-key': full.key };
  const url = '/v1/traces';
  const late = await full.app.inject({ method: 'POST', url, payload: text, headers });
  t.equal(late.statusCode, 503);
  t.equal(late.headers['retry-after'], '2');
  t.match(late.json(), { code: 14, message: /^overloaded: / });
});

await t.test('20 MiB are read here and refused elsewhere; above 64 MiB is a 413', async (t) => {
  const padding = ' '.repeat(20 * 1024 * 1024);
  t.equal((await post('/v1/traces', text + padding)).statusCode, 200);
  t.equal((await post('/v1/events', padding)).statusCode, 413);
  const large = await post('/v1/traces', Buffer.alloc(64 * 1024 * 1024 + 1, ' '));
  t.equal(large.statusCode, 413);
  t.match(large.json(), { code: 3, message: /64 MiB/ });
});

await t.test('GET and HEAD tell that somebody is there', async (t) => {
  for (const url of ['/v1/traces', '/v1/logs', '/v1/metrics']) {
    t.equal((await gateway.app.inject({ method: 'GET', url })).statusCode, 200);
    t.equal((await gateway.app.inject({ method: 'HEAD', url })).statusCode, 200);
  }
});
