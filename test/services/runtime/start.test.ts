import { execFileSync } from 'node:child_process';
import { chmodSync, chownSync, mkdirSync, readFileSync, statSync } from 'node:fs';
import { createServer } from 'node:http';
import { once } from 'node:events';
import { join } from 'node:path';
import t from 'tap';
import { findFreePort } from '../../../services/runtime/free-port.ts';
import { projectRoot } from '../../support/source-files.ts';
import { killStarted, runStart } from '../../support/start-command.ts';
import { makeTempFolder, type Teardown } from '../../support/temp-folder.ts';

const isRoot = process.getuid?.() === 0;
const onlyRoot = isRoot ? {} : { skip: 'only root can act as two users' };
const userName = 'stillwatch-test';

interface HeldCredentials {
  readonly admin: { readonly email: string; readonly password: string };
  readonly keys: { readonly ingest: string };
}

function readCredentials(home: string): HeldCredentials {
  return JSON.parse(readFileSync(join(home, 'credentials.json'), 'utf8')) as HeldCredentials;
}

async function postOneEvent(gatewayUrl: string, key: string): Promise<unknown> {
  const event = {
    event_id: 'evt_1',
    occurred_at: new Date().toISOString(),
    account_id: 'acc_1',
    model: 'model-1',
  };
  const answer = await fetch(`${gatewayUrl}/v1/events`, {
    method: 'POST',
    headers: { authorization: `Bearer ${key}` },
    body: JSON.stringify(event),
  });
  return answer.json();
}

/** The checkout as others would have it: in a folder of mode 0700, its own files and the installed packages. */
function copyCheckout(to: string): void {
  const names = readFileSync(join(projectRoot, '.dockerignore'), 'utf8')
    .split('\n')
    .filter((line) => line.startsWith('!'))
    .map((line) => line.slice(1));
  mkdirSync(to, { mode: 0o700 });
  for (const name of [...names, 'node_modules']) {
    try {
      execFileSync('cp', ['-al', name, to], { cwd: projectRoot, stdio: 'ignore' });
    } catch {
      // Hard links end at the border of a file system.
      execFileSync('cp', ['-a', name, to], { cwd: projectRoot });
    }
  }
}

function ensureOrdinaryUser(t: Teardown): { uid: number; gid: number } {
  const ask = (flag: string) =>
    Number(execFileSync('id', [flag, userName], { encoding: 'utf8', stdio: 'pipe' }));
  try {
    return { uid: ask('-u'), gid: ask('-g') };
  } catch {
    execFileSync('useradd', ['--system', '--user-group', userName]);
    t.teardown(() => void execFileSync('userdel', [userName]));
    return { uid: ask('-u'), gid: ask('-g') };
  }
}

t.setTimeout(900_000);

await t.test('start comes up, twice in a row, and after a kill -9', async (t) => {
  const folder = await makeTempFolder(t);
  const home = join(folder, 'home');
  const start = async () => {
    const started = await runStart({ checkout: projectRoot, home });
    t.teardown(() => started.end('SIGINT').then(() => undefined));
    const startedAt = performance.now();
    t.ok(await started.becomesReady(), started.output());
    t.comment(`ready after ${((performance.now() - startedAt) / 1_000).toFixed(1)} s`);
    return started;
  };

  const first = await start();
  const held = readCredentials(home);
  t.equal(statSync(join(home, 'credentials.json')).mode & 0o777, 0o600);
  t.match(await postOneEvent(first.gatewayUrl, held.keys.ingest), { accepted: 1, rejected: 0 });
  t.equal((await fetch(`${first.staffUrl}/health/ready`)).status, 200);

  const double = await runStart({ checkout: projectRoot, home });
  t.notOk(await double.becomesReady());
  t.match(double.output(), /already running from .*STILLWATCH_HOME/);
  t.equal(await double.end('SIGINT'), 1);

  t.equal(await first.end('SIGINT'), 0, first.output());
  await t.rejects(fetch(first.gatewayUrl), 'nothing answers after the end');

  const second = await start();
  t.same(readCredentials(home), held, 'the credentials stay');
  t.match(await postOneEvent(second.gatewayUrl, held.keys.ingest), { accepted: 1 });
  await killStarted(second, home, 'everything');

  const third = await start();
  await killStarted(third, home, 'supervisor');

  const fourth = await start();
  t.match(await postOneEvent(fourth.gatewayUrl, held.keys.ingest), { accepted: 1 });
  t.equal(await fourth.end('SIGTERM'), 0, fourth.output());
});

await t.test('a taken port is named together with its setting', async (t) => {
  const home = join(await makeTempFolder(t), 'home');
  const port = await findFreePort();
  const holder = createServer().listen(port, '127.0.0.1');
  await once(holder, 'listening');
  t.teardown(() => void holder.close());
  for (const setting of ['GATEWAY_PORT', 'STAFF_PORT']) {
    const settings = { [setting]: String(port) };
    const started = await runStart({ checkout: projectRoot, home, settings });
    t.notOk(await started.becomesReady());
    t.match(started.output(), new RegExp(`Port ${port} is taken.*${setting}`));
    t.equal(await started.end('SIGINT'), 1);
  }
});

await t.test('root starts it from a home that only root may enter', onlyRoot, async (t) => {
  const checkout = join(await makeTempFolder(t), 'root-home');
  copyCheckout(checkout);
  const home = join(checkout, '.stillwatch');
  const started = await runStart({ checkout, home });
  t.ok(await started.becomesReady(), started.output());
  const elsewhere = readFileSync(join(home, 'data/postgres-location'), 'utf8');
  t.teardown(() => void execFileSync('rm', ['-rf', join(elsewhere, '..')]));
  t.match(elsewhere, /^\/var\/lib\/stillwatch\//);
  t.equal(await started.end('SIGINT'), 0, started.output());
});

await t.test(
  'an ordinary user starts it from a home that nobody else may enter',
  onlyRoot,
  async (t) => {
    const user = ensureOrdinaryUser(t);
    const folder = await makeTempFolder(t);
    chmodSync(folder, 0o755);
    const checkout = join(folder, 'user-home');
    copyCheckout(checkout);
    // Only the folder itself: its files are hard links to those of the real checkout.
    chownSync(checkout, user.uid, user.gid);
    const home = join(checkout, '.stillwatch');
    const started = await runStart({ checkout, home, user });
    t.ok(await started.becomesReady(), started.output());
    t.equal(statSync(join(home, 'data/postgres')).uid, user.uid);
    t.match(await postOneEvent(started.gatewayUrl, readCredentials(home).keys.ingest), {
      accepted: 1,
    });
    t.equal(await started.end('SIGINT'), 0, started.output());
  },
);
