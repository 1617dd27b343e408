import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import pg from 'pg';
import { waitUntil } from '../services/runtime/wait-until.ts';
import { round, type Bench } from './bench.ts';
import { withOwnInstance } from './rig.ts';

const live = 45;
const deadPaths = ['/hang', '/fails', '/busy', '/half'];

async function startReceivers() {
  const file = join(import.meta.dirname, 'deliveries/receivers.ts');
  const child = spawn(process.execPath, [file], { stdio: ['ignore', 'pipe', 'inherit'] });
  const [line] = (await once(child.stdout, 'data')) as [Buffer];
  const origin = `http://127.0.0.1:${line.toString().trim()}`;
  const readCounts = async () =>
    (await (await fetch(`${origin}/counts`)).json()) as { counts: number[]; deadCalls: number };
  return { origin, readCounts, stop: () => child.kill() };
}

/** Endpoints of which five are dead: one refuses connections, the others fail in their own ways. */
async function fill(pool: pg.Pool, origin: string, messages: number): Promise<void> {
  const urls = [
    ...Array.from({ length: live }, (_, index) => `${origin}/live/${String(index)}`),
    ...deadPaths.map((path) => origin + path),
    'http://127.0.0.1:1/refuses',
  ];
  const client = await pool.connect();
  try {
    await client.query('begin');
    await client.query(
      `insert into endpoints (url, created_by) select unnest($1::text[]), 'system'`,
      [urls],
    );
    await client.query(
      `insert into messages (type, scope, value, version, action, until)
       select 'target.restricted', 'account', 'acct_' || n, 1, 'throttle', now() + interval '1 day'
       from generate_series(1, $1::int) n`,
      [messages],
    );
    await client.query(
      `insert into deliveries (endpoint_id, message_id) select endpoint_id, message_id from endpoints, messages`,
    );
    await client.query('commit');
    await client.query('analyze endpoints, messages, deliveries');
  } finally {
    client.release();
  }
}

/** How long it takes until every live endpoint has all of its messages while others are dead. */
export const deliveries: Bench = {
  name: 'deliveries',
  run: ({ isQuick }) =>
    withOwnInstance({ EGRESS_ALLOW: '127.0.0.1' }, async (instance) => {
      const messages = isQuick ? 200 : 2_000;
      const receivers = await startReceivers();
      const pool = new pg.Pool({ connectionString: instance.databaseUrl, max: 2 });
      try {
        await fill(pool, receivers.origin, messages);
        const startedAt = performance.now();
        const isDone = async () => {
          const { counts } = await receivers.readCounts();
          return counts.filter((count) => count === messages).length === live;
        };
        const isInTime = await waitUntil(isDone, { deadlineMs: 600_000, everyMs: 100 });
        const seconds = (performance.now() - startedAt) / 1_000;
        const { deadCalls } = await receivers.readCounts();
        const total = messages * (live + deadPaths.length + 1);
        return [
          {
            title: 'Deliveries to endpoints, five of fifty dead',
            columns: ['', 'measured'],
            rows: [
              ['queued deliveries', total],
              ['the live ones have all, s', isInTime ? round(seconds) : 'not within 600'],
              ['deliveries a second', round((messages * live) / seconds)],
              ['calls at the dead ones meanwhile', deadCalls],
            ],
            note: 'One deliver worker, PostgreSQL and the receivers share the machine with all other roles of an idle instance. The dead ones refuse connections, hang, answer 500, answer 429 with Retry-After, or break the answer.',
          },
        ];
      } finally {
        receivers.stop();
        await pool.end();
      }
    }),
};
