import { gzipSync, zstdCompressSync } from 'node:zlib';
import t from 'tap';
import { revokeApiKey } from '../../../services/storage/api-keys.ts';
import { startGateway } from '../../support/start-gateway.ts';
import { startStores } from '../../support/stores.ts';

const stores = await startStores(t);
let now = Date.now();
const gateway = await startGateway(t, stores, { clock: () => now });

let sent = 0;

/** A good event with an id of its own. */
function event(more: object = {}): Record<string, unknown> {
  sent += 1;
  const base = {
    event_id: `e${sent}`,
    occurred_at: '2026-05-01T00:00:00Z',
    account_id: `a${sent}`,
  };
  return { ...base, model: 'm', ...more };
}

const line = (more: object = {}) => JSON.stringify(event(more));

async function post(
  body: string | Buffer,
  headers: Record<string, string> = {},
  url = '/v1/events',
) {
  const credentials = { 'x-api-key': gateway.key };
  const answer = await gateway.app.inject({
    method: 'POST',
    url,
    payload: body,
    headers: { ...credentials, ...headers },
  });
  return { status: answer.statusCode, headers: answer.headers, body: answer.json<unknown>() };
}

async function lands(text: string): Promise<boolean> {
  return (await gateway.readQueued()).some(({ line: bytes }) => bytes.toString() === text);
}

async function countQueued(): Promise<number> {
  return (await gateway.readQueued()).length;
}

await t.test('a body that is no JSON is 400 and names its lines', async (t) => {
  const { status, body } = await post('this is\nno JSON', { 'content-type': 'application/json' });
  t.equal(status, 400);
  t.match(body, { code: 'body_unparsable', message: String, accepted: 0, rejected: 2 });
  t.match(body, { errors: [{ line: 1, event_id: null, code: 'invalid_json' }, { line: 2 }] });
  t.match(await post(''), { status: 400, body: { code: 'body_unparsable' } });
  t.match(await post('[]'), { status: 200, body: { accepted: 0, rejected: 0, errors: [] } });
});

await t.test('a line of 2 MB is refused by line and its neighbours land', async (t) => {
  const good = line();
  const long = line({ completion: 'x'.repeat(2_000_000) });
  const { status, body } = await post(`${good}\n${long}\n`);
  t.equal(status, 200);
  t.match(body, { accepted: 1, rejected: 1, errors: [{ line: 2, code: 'line_too_long' }] });
  t.ok(await lands(good));
  t.match(await post(long), { status: 200, body: { rejected: 1 } });
});

await t.test(
  'a bomb, a stream cut short and an unknown encoding leave nothing behind',
  async (t) => {
    const before = await countQueued();
    const text = Array.from({ length: 50 }, () => line()).join('\n');
    const zstd = zstdCompressSync(text);
    const zeros = gzipSync(Buffer.alloc(64 * 1024 * 1024, ' '));
    const bomb = await post(zeros, { 'content-encoding': 'gzip' });
    t.match(bomb, { status: 413, body: { code: 'body_too_large' } });
    const cut = await post(zstd.subarray(0, zstd.length - 20), { 'content-encoding': 'zstd' });
    t.match(cut, { status: 400, body: { code: 'body_stream_invalid' } });
    const unknown = await post(text, { 'content-encoding': 'br' });
    t.match(unknown, { status: 415, body: { code: 'encoding_unsupported' } });
    const large = await post(Buffer.alloc(17 * 1024 * 1024, ' '));
    t.match(large, { status: 413, body: { code: 'body_too_large' } });
    t.equal(await countQueued(), before);
    const whole = await post(zstd, { 'content-encoding': 'zstd' });
    t.match(whole, { status: 200, body: { accepted: 50, rejected: 0 } });
    t.equal(await countQueued(), before + 50);
  },
);

await t.test('invalid UTF-8 is an error of its line', async (t) => {
  const good = line({ completion: 'naïve 漢字' });
  const bad = Buffer.from(line({ completion: 'é' }), 'latin1');
  const { status, body } = await post(Buffer.concat([bad, Buffer.from(`\n${good}`)]));
  t.equal(status, 200);
  t.match(body, { accepted: 1, rejected: 1, errors: [{ line: 1, code: 'invalid_utf8' }] });
  t.ok(await lands(good));
});

await t.test('unknown and prototype-polluting names are ignored', async (t) => {
  const polluting = `${line().slice(0, -1)},"__proto__":{"polluted":1},"constructor":{"prototype":{"polluted":1}},"request":{"logit_bias":{"__proto__":5}},"unknown":[1]}`;
  const { status, body } = await post(polluting);
  t.match({ status, body }, { status: 200, body: { accepted: 1, rejected: 0, errors: [] } });
  t.equal(({} as Record<string, unknown>)['polluted'], undefined);
  t.ok(await lands(polluting), 'the record goes on as it came');
});

await t.test(
  'numbers as strings and other breaches are refused one by one, without their values',
  async (t) => {
    const good = line();
    const stringy = event({ usage: { input_tokens: '12 secret words' } });
    const nameless = { ...event(), account_id: '' };
    const bodyText = [stringy, nameless, 'secret words', null].map((each) => JSON.stringify(each));
    const { status, body } = await post(`${bodyText.join('\r\n')}\r\n${good}`);
    t.equal(status, 200);
    t.match(body, { accepted: 1, rejected: 4 });
    t.match(body, {
      errors: [
        {
          line: 1,
          event_id: stringy['event_id'],
          code: 'schema_invalid',
          message: /usage.input_tokens/,
        },
        { line: 2, code: 'schema_invalid', message: /account_id/ },
        { line: 3, event_id: null, code: 'schema_invalid' },
        { line: 4, event_id: null, code: 'schema_invalid' },
      ],
    });
    t.notMatch(JSON.stringify(body), /secret/);
    t.ok(await lands(good));
  },
);

await t.test('null stands for an absent field, but not for a needed one', async (t) => {
  const nulled = JSON.stringify({
    ...event(),
    org_id: null,
    client: null,
    usage: { input_tokens: null },
  });
  const needy = JSON.stringify({ ...event(), model: null });
  const { body } = await post(`${nulled}\n${needy}`);
  t.match(body, { accepted: 1, rejected: 1, errors: [{ line: 2, message: /model/ }] });
  t.ok(await lands(nulled));
});

await t.test('at most 20 errors are told, and all are counted', async (t) => {
  const { body } = await post(Array.from({ length: 500 }, () => '{}').join('\n'));
  t.match(body, { accepted: 0, rejected: 500 });
  t.equal((body as { errors: unknown[] }).errors.length, 20);
});

await t.test(
  'events years off are accepted with the time against which they are judged',
  async (t) => {
    const old = line({ occurred_at: '1999-01-01T00:00:00Z' });
    const future = line({ occurred_at: '2999-01-01T00:00:00+02:00' });
    now = Date.parse('2026-06-01T00:00:00Z');
    t.match((await post(`${old}\n${future}`)).body, { accepted: 2, rejected: 0 });
    const named = line();
    const header = 'x-stillwatch-reference-time';
    t.equal((await post(named, { [header]: '2020-01-01T00:00:00Z' })).status, 200);
    const wrong = await post(named, { [header]: 'yesterday' });
    t.match(wrong, { status: 400, body: { code: 'reference_time_invalid' } });
    const queued = await gateway.readQueued();
    const referenceOf = (text: string) =>
      queued.find(({ line: bytes }) => bytes.toString() === text)?.referenceAt;
    t.equal(referenceOf(old), now);
    t.equal(referenceOf(future), now);
    t.equal(referenceOf(named), Date.parse('2020-01-01T00:00:00Z'));
  },
);

await t.test('an array, a pretty object and a content type that lies are all read', async (t) => {
  const pretty = JSON.stringify(event(), null, 2);
  const types = ['application/json', 'text/plain', 'nonsense', 'image/png; charset=x'];
  for (const type of types) {
    t.match((await post(pretty, { 'content-type': type })).body, { accepted: 1 }, type);
  }
  const array = `[${line()}, {"event_id": "broken" ,\n${line()}]`;
  t.match((await post(`[${line()}, ${line()}]`)).body, { accepted: 2, rejected: 0 });
  t.match((await post(array)).body, { accepted: 1, rejected: 1, errors: [{ line: 2 }] });
});

await t.test('keys: none, unknown, revoked and of another scope', async (t) => {
  t.match(await post(line(), { 'x-api-key': '' }), {
    status: 401,
    body: { code: 'unauthenticated' },
  });
  const unknown = await post(line(), { 'x-api-key': 'sw_ingest_unknown' });
  t.match(unknown, { status: 401, body: { code: 'key_unknown' } });
  t.equal(unknown.headers['www-authenticate'], 'Bearer');
  const { key: enforcement } = await gateway.addKey('enforcement');
  const scope = await post(line(), { 'x-api-key': enforcement });
  t.match(scope, { status: 403, body: { code: 'scope_forbidden' } });
  const { key, apiKeyId } = await gateway.addKey('ingest');
  const bearer = { authorization: `Bearer ${key}` };
  t.equal((await post(line(), bearer)).status, 200);
  const basic = Buffer.from(`shipper:${key}`).toString('base64');
  t.equal((await post(line(), { authorization: `Basic ${basic}` })).status, 200);
  t.equal(await revokeApiKey(stores.pool, apiKeyId), true);
  now += 3_000;
  t.match(await post(line(), bearer), { status: 401, body: { code: 'key_revoked' } });
  t.equal(await revokeApiKey(stores.pool, apiKeyId), false);
});

await t.test('10,000 accounts in one batch land with their source', async (t) => {
  const before = await countQueued();
  const records = Array.from({ length: 10_000 }, (_, index) => ({ account_id: `many-${index}` }));
  const year0 = { account_id: 'x', created_at: '0000-01-01T00:00:00Z' };
  const { body } = await post(JSON.stringify([...records, year0]), {}, '/v1/accounts');
  t.match(body, { accepted: 10_000, rejected: 1, errors: [{ line: 10_001, event_id: null }] });
  const queued = await gateway.readQueued();
  t.equal(queued.length, before + 10_000);
  const last = queued.filter(({ kind }) => kind === 'account');
  t.equal(last.length, 10_000);
  t.equal(last[0]?.source, 'test-source');
});

await t.test('unknown routes and wrong methods have codes', async (t) => {
  const get = await gateway.app.inject({ method: 'GET', url: '/v1/accounts' });
  t.equal(get.statusCode, 405);
  t.equal(get.headers.allow, 'POST');
  t.match((await gateway.app.inject('/v2/events')).json(), { code: 'not_found' });
});
