import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { appendFile, mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import t from 'tap';
import { projectRoot } from '../support/source-files.ts';
import { spawnRole } from '../support/spawn-role.ts';
import { makeTempFolder, type Teardown } from '../support/temp-folder.ts';
import { until } from './pipeline.ts';
import { prepareGateway } from './prepare-gateway.ts';

const isThere = spawnSync('syslog-ng', ['--version']).status === 0;
const eventCount = 10_000;
const accountCount = 50;
const startAt = Date.now() - 3_600_000;

const lines = Array.from({ length: eventCount }, (_, number) => {
  const event = {
    event_id: `call-${String(number)}`,
    occurred_at: new Date(startAt + number * 100).toISOString(),
    account_id: `logged-${String(number % accountCount)}`,
    model: 'm1',
    messages: [{ role: 'user', content: `<13>Jan  1 00:00:00 host ü: "${String(number)}"\n` }],
  };
  return `${JSON.stringify(event)}\n`;
});

/** The configuration that the documentation gives, with these in the place of its own. */
async function readConfiguration(places: Readonly<Record<string, string>>): Promise<string> {
  const page = await readFile(join(projectRoot, 'docs/integrations/syslog-ng.md'), 'utf8');
  const text = /```\n(@version[^]*?)```/.exec(page)?.[1] ?? '';
  return Object.entries(places).reduce((all, [from, to]) => {
    if (!all.includes(from)) throw new Error(`the configuration says nothing of ${from}`);
    return all.replace(from, to);
  }, text);
}

async function startSyslogNg(t: Teardown, folder: string, configuration: string): Promise<void> {
  const file = join(folder, 'syslog-ng.conf');
  await writeFile(file, configuration);
  const own = (name: string) => join(folder, name);
  const files = ['-f', file, '-R', own('persist'), '-p', own('pid'), '-c', own('control')];
  const child = spawn('syslog-ng', ['-F', '--no-caps', ...files], {
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  const exit = once(child, 'exit');
  t.teardown(async () => {
    child.kill('SIGKILL');
    await exit;
  });
}

await t.test(
  '10,000 lines of a file pass a 503 and a kill -9 by syslog-ng, and none counts twice',
  { skip: !isThere && 'syslog-ng is not installed (syslog-ng-core, syslog-ng-mod-http)' },
  async (t) => {
    const { stores, pipeline, key, settings, url } = await prepareGateway(t);
    const folder = await makeTempFolder(t);
    const log = join(folder, 'calls.log');
    await mkdir(join(folder, 'buffer'));
    const configuration = await readConfiguration({
      ...{ '/var/log/llm/calls.log': log, '/var/lib/syslog-ng': join(folder, 'buffer') },
      ...{ 'http://stillwatch:4318': url, KEY: key },
    });
    const countAnswers = async (status: number) => {
      const metrics = await (await fetch(`${url}/metrics`)).text();
      const labels = `route="/v1/events",method="POST",status="${String(status)}"`;
      return Number(metrics.split(`answers_total{${labels}} `)[1]?.split('\n')[0] ?? 0);
    };

    let gateway = spawnRole(t, 'gateway', settings);
    await writeFile(log, lines.slice(0, 3_000).join(''));
    await startSyslogNg(t, folder, configuration);
    await until('some of it to be taken', async () => (await countAnswers(200)) >= 2);

    process.kill(stores.redis.pid(), 'SIGSTOP');
    await appendFile(log, lines.slice(3_000, 6_000).join(''));
    await until('it to be told to wait, twice', async () => (await countAnswers(503)) >= 2);
    process.kill(stores.redis.pid(), 'SIGCONT');
    const before = await countAnswers(200);
    await until('more of it to be taken', async () => (await countAnswers(200)) > before);

    await appendFile(log, lines.slice(6_000).join(''));
    await gateway.end('SIGKILL');
    gateway = spawnRole(t, 'gateway', settings);

    const readRequests = async () => {
      const { requests } = await pipeline.readOutcome();
      return [...requests.values()].reduce((sum, count) => sum + count, 0);
    };
    await until('all of it to be counted', async () => (await readRequests()) >= eventCount);
    await pipeline.settle();
    const { requests } = await pipeline.readOutcome();
    t.equal(requests.size, accountCount);
    t.same(new Set(requests.values()), new Set([eventCount / accountCount]));
    t.equal(await gateway.end('SIGTERM'), 0);
  },
);
