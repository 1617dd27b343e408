import pg from 'pg';
import type { Instance } from '../services/runtime/instance.ts';
import { round, type Bench } from './bench.ts';
import { fillEvidence, type EvidenceSize } from './console/fill-evidence.ts';
import { withOwnInstance } from './rig.ts';

const whole: EvidenceSize = { alerts: 200_000, cases: 50_000, members: 5_000 };
const tenth: EvidenceSize = { alerts: 20_000, cases: 5_000, members: 500 };
const warmUps = 3;

async function signIn({ staffUrl, credentials }: Instance): Promise<string> {
  const { email, password } = credentials.admin;
  const answer = await fetch(`${staffUrl}/sign-in`, {
    ...{ method: 'POST', redirect: 'manual', body: new URLSearchParams({ email, password }) },
  });
  const [cookie] = answer.headers.getSetCookie();
  return cookie?.split(';')[0] ?? '';
}

async function caseIdOf(pool: pg.Pool, subject: string): Promise<string> {
  const found = await pool.query<{ id: string }>(
    'select case_id::text as id from cases where subject_id = $1',
    [subject],
  );
  return found.rows[0]?.id ?? '';
}

/** The address of the page behind a list's first one, so that keysets are measured too. */
async function pagesOf(pool: pg.Pool): Promise<string[]> {
  const [account, fleet] = [
    await caseIdOf(pool, 'acct_4321'),
    await caseIdOf(pool, 'campaign_large'),
  ];
  const deep = await pool.query<{ id: string }>(
    `select case_id::text as id from cases where status = 'open' order by priority desc, case_id offset 2000 limit 1`,
  );
  const lists = [
    '/',
    '/?level=act',
    '/?account_id=acct_4321',
    '/campaigns',
    '/decisions',
    '/audit',
  ];
  const queue = [
    '',
    '?state=all',
    '?level=act',
    '?kind=campaign',
    '?subject=acct_43',
    '?state=snoozed',
  ];
  return [
    ...lists,
    '/decisions?pending=yes',
    ...queue.map((query) => `/cases${query}`),
    `/cases?cursor=${deep.rows[0]?.id ?? ''}`,
    ...[`/cases/${account}`, `/cases/${fleet}`, '/accounts/acct_4321', '/campaigns/campaign_large'],
    '/api/alerts?campaign_id=campaign_large',
    '/api/cases?order=harm',
  ];
}

async function timesOf(url: string, cookie: string, requests: number): Promise<number[]> {
  const times: number[] = [];
  for (let n = 0; n < requests + warmUps; n += 1) {
    const startedAt = performance.now();
    const answer = await fetch(url, { headers: { cookie, accept: 'text/html' } });
    await answer.arrayBuffer();
    if (answer.status !== 200) throw new Error(`${url} answered ${answer.status}`);
    if (n >= warmUps) times.push(performance.now() - startedAt);
  }
  return times.sort((left, right) => left - right);
}

const quantile = (sorted: readonly number[], share: number): number =>
  sorted[Math.min(sorted.length - 1, Math.ceil(share * sorted.length) - 1)] ?? 0;

/** How long the console's pages take when months of work stand in Postgres. */
export const consolePages: Bench = {
  name: 'console',
  run: ({ isQuick }) =>
    withOwnInstance({}, async (instance) => {
      const size = isQuick ? tenth : whole;
      const pool = new pg.Pool({ connectionString: instance.databaseUrl, max: 2 });
      try {
        await fillEvidence(pool, size);
        const cookie = await signIn(instance);
        const rows: (string | number)[][] = [];
        for (const path of await pagesOf(pool)) {
          const url = `${instance.staffUrl}${path}`;
          const times = await timesOf(url, cookie, isQuick ? 20 : 100);
          rows.push([path, round(quantile(times, 0.5)), round(quantile(times, 0.95))]);
        }
        const { alerts, cases, members } = size;
        return [
          {
            title: 'Console',
            columns: ['page', 'median, ms', '95 %, ms'],
            rows,
            note: `Over HTTP, one request after the other, with ${alerts} alerts, ${cases} cases and a campaign of ${members} members in Postgres.`,
          },
        ];
      } finally {
        await pool.end();
      }
    }),
};
