import t from 'tap';
import { findFreePort } from '../../../services/runtime/free-port.ts';
import { waitUntil } from '../../../services/runtime/wait-until.ts';
import { spawnService } from '../../support/spawn-service.ts';
import { startStores } from '../../support/stores.ts';

const stores = await startStores(t);
const port = await findFreePort();

function startProcess() {
  const { databaseUrl, redisUrl } = stores;
  return spawnService(t, 'services/review/main.ts', {
    DATABASE_URL: databaseUrl,
    REDIS_URL: redisUrl,
    STAFF_PORT: String(port),
  });
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
