import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import t from 'tap';
import { findFreePort } from '../../../services/runtime/free-port.ts';
import { waitUntil } from '../../../services/runtime/wait-until.ts';
import { createSecretKey, insertApiKey } from '../../../services/storage/api-keys.ts';
import { spawnService } from '../../support/spawn-service.ts';
import { startStores } from '../../support/stores.ts';

const stores = await startStores(t);
const port = await findFreePort();
const url = `http://127.0.0.1:${port}`;

function startProcess(more: Record<string, string> = {}) {
  const { databaseUrl, redisUrl } = stores;
  const settings = { DATABASE_URL: databaseUrl, REDIS_URL: redisUrl, GATEWAY_PORT: String(port) };
  return spawnService(t, 'services/gateway/main.ts', { ...settings, ...more });
}

const isReady = () =>
  fetch(`${url}/health/ready`).then(
    (answer) => answer.ok,
    () => false,
  );

const key = createSecretKey('ingest');
await insertApiKey(stores.pool, { key, scope: 'ingest', name: 'test' });
const gateway = startProcess();
t.ok(await waitUntil(isReady, { deadlineMs: 20_000 }), gateway.output());

await t.test('a taken port is named with its setting, and the exit code is 1', async (t) => {
  const second = startProcess();
  t.equal(await second.exit, 1);
  t.match(second.output(), new RegExp(`Port ${port} is taken.*GATEWAY_PORT.*port_taken`));
});

await t.test('another partition count than the instance has is refused', async (t) => {
  const second = startProcess({ PARTITIONS: '3' });
  t.equal(await second.exit, 1);
  t.match(second.output(), /partition_count_mismatch/);
});

await t.test('thousands of idle connections cost others nothing', async (t) => {
  const sockets: Socket[] = [];
  t.teardown(() => {
    for (const socket of sockets) socket.destroy();
  });
  while (sockets.length < 5_000) {
    // No more at once than the kernel queues for a listener.
    const some = Array.from({ length: 250 }, () => connect(port, '127.0.0.1'));
    sockets.push(...some);
    await Promise.all(some.map((socket) => once(socket, 'connect')));
  }
  t.ok(await isReady());
});

await t.test(
  'a connection that was refused for its key, before its body was read, serves on',
  async (t) => {
    const body = 'x'.repeat(1_000_000);
    const socket = connect(port, '127.0.0.1');
    let answers = '';
    socket.on('data', (chunk) => (answers += chunk.toString()));
    const head = 'POST /v1/events HTTP/1.1\r\nhost: x\r\ncontent-length: ';
    socket.write(`${head}${body.length}\r\n\r\n`);
    socket.write(body);
    socket.write('GET /health/live HTTP/1.1\r\nhost: x\r\n\r\n');
    t.ok(
      await waitUntil(() => /^HTTP\/1.1 401[^]*HTTP\/1.1 200/.test(answers), { deadlineMs: 5_000 }),
    );
    socket.destroy();
  },
);

await t.test('SIGTERM lets a request under way finish, then exits with 0', async (t) => {
  const line = `{"event_id":"e","occurred_at":"2026-05-01T00:00:00Z","account_id":"a","model":"m"}`;
  const socket = connect(port, '127.0.0.1');
  let answer = '';
  socket.on('data', (chunk) => (answer += chunk.toString()));
  const head = `POST /v1/events HTTP/1.1\r\nhost: x\r\nx-api-key: ${key}\r\n`;
  socket.write(`${head}content-length: ${line.length}\r\n\r\n${line.slice(0, 10)}`);
  const metrics = () => fetch(`${url}/metrics`).then((one) => one.ok);
  t.ok(await waitUntil(metrics, { deadlineMs: 5_000 }), 'the server has read the socket by now');
  gateway.child.kill('SIGTERM');
  t.ok(await waitUntil(() => gateway.output().includes('stopping'), { deadlineMs: 5_000 }));
  socket.write(line.slice(10));
  t.equal(await gateway.exit, 0);
  t.match(answer, /^HTTP\/1.1 200[^]*"accepted":1/);
  t.notMatch(gateway.output(), /"level":(50|60)/);
});
