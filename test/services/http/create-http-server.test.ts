import { connect } from 'node:net';
import { once } from 'node:events';
import t from 'tap';
import { AppError } from '../../../services/errors.ts';
import { createHttpServer } from '../../../services/http/create-http-server.ts';
import { addHealthRoutes } from '../../../services/http/health-routes.ts';
import { listen } from '../../../services/http/listen.ts';
import { addMetricsRoute, createMetrics } from '../../../services/http/metrics-route.ts';
import { createLogger } from '../../../services/logger.ts';

const log = createLogger('test', 'silent');

function createApp() {
  const app = createHttpServer({ log });
  app.get('/things/:id', () => ({ ok: true }));
  app.post('/things/:id', () => ({ ok: true }));
  app.get('/busy', () => {
    throw new AppError('overloaded', 'Try later.', { retryAfterSeconds: 3 });
  });
  app.get('/broken', () => {
    throw new Error('secret detail');
  });
  return app;
}

await t.test('an unknown route is 404 and a wrong method 405 with Allow', async (t) => {
  const app = createApp();
  const missing = await app.inject('/nowhere');
  t.match(missing, { statusCode: 404 });
  t.match(missing.json(), { code: 'not_found' });
  const wrong = await app.inject({ method: 'DELETE', url: '/things/7?x=1' });
  t.equal(wrong.statusCode, 405);
  t.equal(wrong.headers.allow, 'GET, HEAD, POST');
  t.match(wrong.json(), { code: 'method_not_allowed' });
});

await t.test('an AppError keeps its code and becomes Retry-After', async (t) => {
  const answer = await createApp().inject('/busy');
  t.equal(answer.statusCode, 503);
  t.equal(answer.headers['retry-after'], '3');
  t.same(answer.json(), { code: 'overloaded', message: 'Try later.' });
});

await t.test('an unexpected error tells nothing but the request id', async (t) => {
  const answer = await createApp().inject({ url: '/broken', headers: { 'x-request-id': 'abc-1' } });
  t.equal(answer.statusCode, 500);
  t.match(answer.json(), { code: 'internal', message: /abc-1/ });
  t.notMatch(answer.body, /secret detail/);
});

await t.test('a malformed URL and a hostile request id are harmless', async (t) => {
  const app = createApp();
  const answer = await app.inject({
    url: '/things/%E0%A4%A',
    headers: { 'x-request-id': 'a b\n' },
  });
  t.equal(answer.statusCode, 400);
  t.match(answer.json(), { code: 'request_invalid' });
  t.match(answer.headers['x-request-id'], /^[\w-]{36}$/);
});

await t.test('health names what fails, by GET and HEAD, and never hangs', async (t) => {
  const app = createApp();
  const hangs = { name: 'store', check: () => new Promise<void>(() => undefined) };
  const fine = { name: 'loop', check: () => Promise.resolve() };
  addHealthRoutes(app, { live: [fine], ready: [fine, hangs], timeoutMs: 20 });
  t.equal((await app.inject('/health/live')).statusCode, 200);
  t.equal((await app.inject({ method: 'HEAD', url: '/health/live' })).statusCode, 200);
  const ready = await app.inject('/health/ready');
  t.equal(ready.statusCode, 503);
  t.match(ready.json(), { code: 'unhealthy', failing: ['store'] });
  t.equal((await app.inject({ method: 'HEAD', url: '/health/ready' })).statusCode, 503);
});

await t.test('metrics count answers by route pattern', async (t) => {
  const app = createApp();
  const registry = createMetrics();
  addMetricsRoute(app, registry);
  await app.inject('/things/1');
  await app.inject('/things/2');
  const text = (await app.inject('/metrics')).body;
  t.match(text, /answers_total\{route="\/things\/:id",method="GET",status="200"\} 2/);
});

await t.test('what is no HTTP gets an answer and is hung up on', async (t) => {
  const app = createApp();
  const port = await listen(app, { host: '127.0.0.1', port: 0, setting: 'GATEWAY_PORT' });
  t.teardown(() => app.close());
  const socket = connect(port, '127.0.0.1');
  socket.write('garbage\r\n\r\n');
  const chunks: Buffer[] = [];
  socket.on('data', (chunk) => chunks.push(chunk));
  await once(socket, 'close');
  t.match(Buffer.concat(chunks).toString(), /^HTTP\/1.1 400 [^]*"code":"request_invalid"/);
});

await t.test('a taken port is named together with its setting', async (t) => {
  const app = createApp();
  t.teardown(() => app.close());
  const address = { host: '127.0.0.1', port: 0, setting: 'GATEWAY_PORT' };
  const port = await listen(app, address);
  await t.rejects(listen(createApp(), { ...address, port }), {
    code: 'port_taken',
    message: new RegExp(`${String(port)}.*GATEWAY_PORT`),
  });
});
