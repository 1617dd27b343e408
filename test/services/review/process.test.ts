import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import t from 'tap';
import { findFreePort } from '../../../services/runtime/free-port.ts';
import { waitUntil } from '../../../services/runtime/wait-until.ts';
import { startStores } from '../../support/stores.ts';

const stores = await startStores(t);
const main = fileURLToPath(new URL('../../../services/review/main.ts', import.meta.url));
const port = await findFreePort();

function startProcess() {
  const env = {
    DATABASE_URL: stores.databaseUrl,
    REDIS_URL: stores.redisUrl,
    STAFF_PORT: String(port),
  };
  const child = spawn(process.execPath, [main], { env: { ...process.env, ...env } });
  let output = '';
  child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (output += chunk.toString()));
  const exit = once(child, 'exit').then(([code]) => code as number | null);
  t.teardown(() => {
    child.kill('SIGKILL');
  });
  return { child, exit, output: () => output };
}

const isReady = () =>
  fetch(`http://127.0.0.1:${port}/health/ready`).then(
    (answer) => answer.ok,
    () => false,
  );

const review = startProcess();
t.ok(await waitUntil(isReady, { deadlineMs: 30_000 }), review.output());

await t.test('a taken port is named with its setting, and the exit code is 1', async (t) => {
  const second = startProcess();
  t.equal(await second.exit, 1);
  t.match(second.output(), new RegExp(`Port ${port} is taken.*STAFF_PORT.*port_taken`));
});

await t.test('SIGTERM closes it in order and ends it with 0', async (t) => {
  review.child.kill('SIGTERM');
  t.equal(await review.exit, 0);
  t.notMatch(review.output(), /"level":(50|60)/);
});
