import { request } from 'node:http';
import pg from 'pg';
import { round, type Bench } from './bench.ts';
import { askRaw } from './enforcement/ask-raw.ts';
import { fillDecisions, throttleOne } from './enforcement/fill-decisions.ts';
import { spawnGateway, type SpawnedGateway } from './enforcement/spawn-gateway.ts';
import { withOwnInstance } from './rig.ts';

const clients = 100;

const quantile = (sorted: readonly number[], share: number): number =>
  sorted[Math.min(sorted.length - 1, Math.ceil(share * sorted.length) - 1)] ?? 0;

interface Pulling {
  readonly url: string;
  readonly key: string;
}

async function pull({ url, key }: Pulling, query: string): Promise<{ ms: number; body: string }> {
  const startedAt = performance.now();
  const answer = await fetch(`${url}/v1/decisions/stream${query}`, {
    headers: { 'x-api-key': key },
  });
  const body = await answer.text();
  if (answer.status !== 200) throw new Error(`the feed answered ${answer.status}: ${body}`);
  return { ms: performance.now() - startedAt, body };
}

const cursorIn = (body: string) => /"cursor":(\d+)/.exec(body)?.[1] ?? '0';

/** Reads and drops what comes, as it comes: what is measured is the server. Returns milliseconds. */
function drain({ url, key }: Pulling): Promise<number> {
  const { promise, resolve, reject } = Promise.withResolvers<number>();
  const startedAt = performance.now();
  const headers = { 'x-api-key': key, 'accept-encoding': 'gzip' };
  const asked = request(`${url}/v1/decisions/stream?startup=true`, { headers }, (answer) => {
    answer.resume();
    answer.on('end', () => {
      resolve(performance.now() - startedAt);
    });
  });
  asked.on('error', reject);
  asked.end();
  return promise;
}

/** Every client asks `rounds` times, in turn, while decisions are made. */
async function pullOn(pulling: Pulling, pool: pg.Pool, rounds: number): Promise<number[]> {
  const start = cursorIn((await pull(pulling, '?startup=true')).body);
  const times: number[] = [];
  let decided = 0;
  const deciding = setInterval(() => {
    decided += 1;
    void throttleOne(pool, `more_${decided}`);
  }, 20);
  const follow = async () => {
    let cursor = start;
    for (let n = 0; n < rounds; n += 1) {
      const { ms, body } = await pull(pulling, `?cursor=${cursor}`);
      cursor = cursorIn(body);
      times.push(ms);
    }
  };
  // Ten at a time: a hundred clients that ask every ten seconds are never all there at once.
  for (let group = 0; group < clients / 10; group += 1) {
    await Promise.all(Array.from({ length: 10 }, follow));
  }
  clearInterval(deciding);
  return times.sort((left, right) => left - right);
}

interface Measuring {
  readonly key: string;
  readonly isQuick: boolean;
}

async function check(gateway: SpawnedGateway, key: string, requests: number) {
  const body = '{"account_id":"acct_77","api_key_id":"hash_1","ip":"198.51.100.7"}';
  const text = [
    ...['POST /v1/authz HTTP/1.1', 'host: x', `x-api-key: ${key}`],
    ...['content-type: application/json', `content-length: ${body.length}`, '', body],
  ].join('\r\n');
  const asking = { port: gateway.port, request: text, connections: 16 };
  await askRaw({ ...asking, requests: requests / 10 });
  const [cpuBefore, startedAt] = [await gateway.cpuMs(), performance.now()];
  const times = await askRaw({ ...asking, requests });
  const seconds = (performance.now() - startedAt) / 1_000;
  const cpuSeconds = ((await gateway.cpuMs()) - cpuBefore) / 1_000;
  return { times, perSecond: requests / seconds, perCpuSecond: requests / cpuSeconds };
}

async function measure(gateway: SpawnedGateway, pool: pg.Pool, { key, isQuick }: Measuring) {
  const pulling = { url: `http://127.0.0.1:${gateway.port}`, key };
  const idle = gateway.memory();
  const first = await drain(pulling);
  const starts = await Promise.all(Array.from({ length: clients }, () => drain(pulling)));
  const pulls = await pullOn(pulling, pool, isQuick ? 5 : 30);
  const checks = await check(gateway, key, isQuick ? 10_000 : 100_000);
  const { peak } = gateway.memory();
  return [
    ['start of the process, ms', round(gateway.startMs)],
    ['full start of one client, ms', round(first)],
    [`full start of ${clients} clients at once, the slowest, ms`, round(Math.max(...starts))],
    ['incremental pull, median, ms', round(quantile(pulls, 0.5))],
    ['incremental pull, 95 %, ms', round(quantile(pulls, 0.95))],
    ['checks a second', round(checks.perSecond)],
    ['checks a CPU second of the gateway', round(checks.perCpuSecond)],
    ['check, median, ms', round(quantile(checks.times, 0.5))],
    ['check, 99 %, ms', round(quantile(checks.times, 0.99))],
    ['memory before the first client, MB', round(idle.now)],
    ['memory at most, MB', round(peak)],
  ];
}

/** What following the decisions and asking for leave costs a gateway. */
export const enforcement: Bench = {
  name: 'enforcement',
  run: ({ isQuick }) =>
    withOwnInstance({}, async (instance) => {
      const decisions = isQuick ? 30_000 : 300_000;
      const pool = new pg.Pool({ connectionString: instance.databaseUrl, max: 2 });
      await fillDecisions(pool, decisions);
      const gateway = await spawnGateway(instance);
      try {
        const key = instance.credentials.keys.enforcement;
        return [
          {
            title: 'Enforcement',
            columns: ['', 'measured'],
            rows: await measure(gateway, pool, { key, isQuick }),
            note: `One gateway process with ${decisions} suspended accounts. Clients follow by cursor, ten at a time, while 50 decisions a second are made; checks come over 16 connections and are refused. Clients and server share the machine.`,
          },
        ];
      } finally {
        await gateway.stop();
        await pool.end();
      }
    }),
};
