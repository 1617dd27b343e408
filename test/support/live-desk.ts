import { createHash } from 'node:crypto';
import { simulate } from '../../services/simulate/simulate.ts';
import { listen } from '../../services/http/listen.ts';
import { waitUntil } from '../../services/runtime/wait-until.ts';
import { isSettled } from '../../workers/is-settled.ts';
import { startDesk } from './case-desk.ts';
import { spawnRole } from './spawn-role.ts';
import { startGateway } from './start-gateway.ts';
import { startStores } from './stores.ts';
import type { Teardown } from './temp-folder.ts';

const perPost = 2_000;
const hashOf = (token: string) => createHash('sha256').update(token).digest();

/** Posts seeded traffic with extraction in it to a listening gateway, each post under the time of its last event. */
async function postTraffic(url: string, key: string): Promise<void> {
  let lines: string[] = [];
  let last = '';
  const send = async () => {
    const reference = { 'x-stillwatch-reference-time': last };
    const headers = { authorization: `Bearer ${key}`, ...reference };
    const answer = await fetch(`${url}/v1/events`, {
      ...{ method: 'POST', headers, body: lines.join('\n') },
    });
    if (!answer.ok) throw new Error(`the gateway answered ${answer.status}`);
    lines = [];
  };
  for (const event of simulate({ seed: 7, accounts: 400, days: 3 }).events) {
    lines.push(JSON.stringify(event));
    last = event.occurred_at;
    if (lines.length === perPost) await send();
  }
  await send();
}

/** The staff app behind everything that leads to it: traffic posted to the gateway, detect and correlate processes. */
export async function startLiveDesk(t: Teardown) {
  const stores = await startStores(t);
  const desk = await startDesk(t, stores);
  const gateway = await startGateway(t, stores, { partitions: desk.partitions });
  const port = await listen(gateway.app, { host: '127.0.0.1', port: 0, setting: 'GATEWAY_PORT' });
  const settings = {
    ...{ DATABASE_URL: stores.databaseUrl, REDIS_URL: stores.redisUrl, IDLE_FLUSH_MS: '1500' },
    PARTITIONS: String(desk.partitions),
  };
  const roles = [spawnRole(t, 'detect', settings), spawnRole(t, 'correlate', settings)];
  await postTraffic(`http://127.0.0.1:${port}`, gateway.key);
  const isDone = () => isSettled(stores.pool, desk.redis).catch(() => false);
  if (!(await waitUntil(isDone, { deadlineMs: 120_000 })))
    throw new Error('was not judged in time');
  await Promise.all(roles.map((role) => role.end('SIGTERM')));
  const staffPort = await listen(desk.app, { host: '127.0.0.1', port: 0, setting: 'STAFF_PORT' });
  /** Ends the sessions of browsers; those that the desk calls with go on. */
  const signOutAll = async () => {
    const kept = Object.values(desk.cookies).map((cookie) => hashOf(cookie.split('=')[1] ?? ''));
    await stores.pool.query('delete from staff_sessions where token_sha256 <> all($1)', [kept]);
  };
  return { ...desk, stores, signOutAll, home: `http://127.0.0.1:${staffPort}` };
}
