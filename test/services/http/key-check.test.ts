import type { FastifyRequest } from 'fastify';
import t from 'tap';
import { createKeyCheck } from '../../../services/http/key-check.ts';
import { readSecretKey } from '../../../services/http/read-secret-key.ts';
import { createSecretKey, hashSecretKey, type ApiKey } from '../../../services/storage/api-keys.ts';

const good = createSecretKey('ingest');

const stored: ApiKey = {
  apiKeyId: 'k1',
  scope: 'ingest',
  name: 'n',
  source: null,
  createdAt: new Date(0),
  revokedAt: null,
};

function asRequest(key: string): FastifyRequest {
  return { headers: { 'x-api-key': key } } as unknown as FastifyRequest;
}

function createStore() {
  const state = { now: 0, row: stored, isDown: false, reads: 0 };
  const findKey = (hash: Buffer) => {
    state.reads += 1;
    if (state.isDown) return Promise.reject(new Error('down'));
    return Promise.resolve(hash.equals(hashSecretKey(good)) ? state.row : undefined);
  };
  return { state, check: createKeyCheck({ findKey, clock: () => state.now, ttlMs: 2_000 }) };
}

await t.test('a key is read from Bearer, X-Api-Key and the Basic password', (t) => {
  const basic = Buffer.from(`anyone:${good}`).toString('base64');
  t.equal(readSecretKey({ authorization: `Bearer ${good}` }), good);
  t.equal(readSecretKey({ authorization: `bearer ${good}` }), good);
  t.equal(readSecretKey({ authorization: `Basic ${basic}` }), good);
  t.equal(readSecretKey({ 'x-api-key': good }), good);
  t.equal(readSecretKey({ authorization: 'Digest x' }), undefined);
  t.equal(readSecretKey({ authorization: 'Digest x', 'x-api-key': good }), good);
  t.equal(readSecretKey({ authorization: 'Basic bm9jb2xvbg==' }), undefined);
  t.equal(readSecretKey({}), undefined);
  t.end();
});

await t.test('no key, an unknown one and one of another scope are told apart', async (t) => {
  const { check } = createStore();
  await t.rejects(check({ headers: {} }, 'ingest'), { code: 'unauthenticated' });
  await t.rejects(check(asRequest('sw_ingest_no'), 'ingest'), { code: 'key_unknown', status: 401 });
  await t.rejects(check(asRequest(good), 'api'), { code: 'scope_forbidden', status: 403 });
});

await t.test('a revocation takes hold when the cached answer has expired', async (t) => {
  const { state, check } = createStore();
  t.match(await check(asRequest(good), 'ingest'), { apiKeyId: 'k1' });
  state.row = { ...stored, revokedAt: new Date(1) };
  t.match(await check(asRequest(good), 'ingest'), { apiKeyId: 'k1' });
  t.equal(state.reads, 1);
  state.now = 2_000;
  await t.rejects(check(asRequest(good), 'ingest'), { code: 'key_revoked' });
});

await t.test(
  'a good key outlives an outage of the store, an unseen one is asked to retry',
  async (t) => {
    const { state, check } = createStore();
    await check(asRequest(good), 'ingest');
    state.isDown = true;
    state.now = 10_000;
    t.match(await check(asRequest(good), 'ingest'), { apiKeyId: 'k1' });
    const unseen = check(asRequest('sw_ingest_new'), 'ingest');
    await t.rejects(unseen, { code: 'store_unavailable', status: 503, retryAfterSeconds: 2 });
  },
);

await t.test('requests that come at once ask the store once', async (t) => {
  const { state, check } = createStore();
  await Promise.all([1, 2, 3].map(() => check(asRequest(good), 'ingest')));
  t.equal(state.reads, 1);
});
