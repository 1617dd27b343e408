import { gzipSync } from 'node:zlib';
import t from 'tap';
import { startGateway } from '../../support/start-gateway.ts';
import { startStores } from '../../support/stores.ts';

const gateway = await startGateway(t, await startStores(t));

let sent = 0;

function record(more: object = {}): Record<string, unknown> {
  sent += 1;
  return {
    id: `l${sent}`,
    startTime: 1_790_000_000,
    model: 'm',
    status: 'success',
    metadata: { user_api_key_user_id: 'u1' },
    ...more,
  };
}

interface Sent {
  readonly source?: string;
  readonly headers?: Record<string, string>;
}

async function post(body: unknown, { source = 'litellm', headers = {} }: Sent = {}) {
  const payload = typeof body === 'string' || Buffer.isBuffer(body) ? body : JSON.stringify(body);
  const answer = await gateway.app.inject({
    method: 'POST',
    url: `/v1/ingest/${source}`,
    payload,
    headers: { 'x-api-key': gateway.key, 'content-type': 'application/json', ...headers },
  });
  return { status: answer.statusCode, body: answer.json<Record<string, unknown>>() };
}

async function readIds(): Promise<unknown[]> {
  const lines = (await gateway.readQueued()).map(
    ({ line }) => JSON.parse(line.toString()) as object,
  );
  return lines.map((line) => (line as { event_id: string }).event_id).sort();
}

async function readMetric(name: string): Promise<string[]> {
  const { body } = await gateway.app.inject('/metrics');
  return body.split('\n').filter((line) => line.startsWith(name));
}

await t.test(
  'an array, NDJSON under any label, one object and an envelope are taken',
  async (t) => {
    const lines = [record(), record()].map((each) => JSON.stringify(each)).join('\n');
    t.match(await post([record(), record()]), { status: 200, body: { accepted: 2, rejected: 0 } });
    t.match(await post(lines), { status: 200, body: { accepted: 2, rejected: 0, errors: [] } });
    t.match(await post(record()), { body: { accepted: 1 } });
    t.match(await post(JSON.stringify(record(), null, 2)), { body: { accepted: 1 } });
    t.match(await post({ records: [record(), record()], more: 1 }), { body: { accepted: 2 } });
    t.match(await post({ records: [] }), { body: { accepted: 0, rejected: 0 } });
    const headers = { 'content-encoding': 'gzip' };
    t.match(await post(gzipSync(JSON.stringify([record()])), { headers }), {
      body: { accepted: 1 },
    });
    t.same(
      await readIds(),
      Array.from({ length: sent }, (_, index) => `l${index + 1}`),
    );
  },
);

await t.test('usage events are queued, with the source of the key', async (t) => {
  const queued = (await gateway.readQueued()).at(-1);
  t.match(queued, { kind: 'event', source: 'test-source' });
  t.match(JSON.parse(queued?.line.toString() ?? ''), {
    occurred_at: '2026-09-21T14:13:20.000Z',
    account_id: 'u1',
    model: 'm',
    content_state: 'absent',
  });
});

await t.test('bad records are refused by line and never take their neighbours along', async (t) => {
  const noAccount = record({ metadata: {} });
  const body = { records: [record(), noAccount, 7, record({ startTime: 'soon' }), record()] };
  const answer = await post(JSON.stringify(body).replace(',7,', ',{"id":},'));
  t.match(answer, { status: 200, body: { accepted: 2, rejected: 3 } });
  t.match(
    answer.body['errors'],
    [
      { line: 3, event_id: null, code: 'invalid_json' },
      { line: 2, event_id: noAccount['id'], code: 'account_missing' },
      { line: 4, code: 'source_record_invalid', message: /startTime/ },
    ].toSorted((a, b) => a.line - b.line),
  );
});

await t.test('records without an account are counted by source', async (t) => {
  t.same(
    await readMetric(
      'stillwatch_ingest_source_refused_total{source="litellm",code="account_missing"}',
    ),
    ['stillwatch_ingest_source_refused_total{source="litellm",code="account_missing"} 1'],
  );
});

await t.test('LiteLLM hears 200 even for one record that is no JSON', async (t) => {
  t.match(await post('{"id": "cut sho'), { status: 200, body: { accepted: 0, rejected: 1 } });
  t.match(await post(''), { status: 200, body: { accepted: 0, rejected: 0 } });
});

await t.test('a record nested without end is refused and harms nobody', async (t) => {
  const depth = 100_000;
  const deep = `{"id":"deep","metadata":${'['.repeat(depth)}${']'.repeat(depth)}}`;
  const answer = await post(`${deep}\n${JSON.stringify(record())}`);
  t.match(answer, { status: 200, body: { accepted: 1, rejected: 1 } });
  t.match(answer.body['errors'], [{ code: 'source_record_invalid', message: /nested/ }]);
});

await t.test('an unknown source is 404 and names those that there are', async (t) => {
  const answer = await post([record()], { source: 'lightllm' });
  t.match(answer, { status: 404, body: { code: 'source_unknown', message: /litellm/ } });
  t.match(await post([], { source: '__proto__' }), { status: 404 });
});

await t.test('a key of another scope is refused, and so is none', async (t) => {
  const { key } = await gateway.addKey('enforcement');
  const scope = { headers: { 'x-api-key': key } };
  t.match(await post([record()], scope), { status: 403, body: { code: 'scope_forbidden' } });
  const anonymous = await gateway.app.inject({ method: 'POST', url: '/v1/ingest/litellm' });
  t.equal(anonymous.statusCode, 401);
});

await t.test('shippers that ask whether anybody is there hear 200', async (t) => {
  for (const method of ['GET', 'HEAD'] as const) {
    for (const url of ['/v1/ingest/litellm', '/v1/events']) {
      t.equal((await gateway.app.inject({ method, url })).statusCode, 200, `${method} ${url}`);
    }
  }
  t.equal((await gateway.app.inject('/v1/ingest/none')).statusCode, 404);
});
