import { readFile } from 'node:fs/promises';
import t from 'tap';
import { startGateway } from '../../support/start-gateway.ts';
import { findingOf, storeEvidence } from '../../support/sample-evidence.ts';
import { startStores } from '../../support/stores.ts';

const stores = await startStores(t);
const { pool } = stores;
let now = Date.now();
const gateway = await startGateway(t, stores, { partitions: 2, clock: () => now });
const scrape = async () => (await gateway.app.inject('/metrics')).body;
const valueOf = (text: string, series: string) => {
  const line = text.split('\n').find((each) => each.startsWith(`${series} `));
  return line === undefined ? undefined : Number(line.slice(series.length + 1));
};
const post = (payload: object) =>
  gateway.app.inject({
    ...{ method: 'POST', url: '/v1/events', payload },
    headers: { 'x-api-key': gateway.key, 'content-type': 'application/json' },
  });

await t.test('an idle instance says that nothing waits and nobody works', async (t) => {
  const text = await scrape();
  for (const partition of [0, 1]) {
    t.equal(valueOf(text, `stillwatch_queue_pending_batches{partition="${partition}"}`), 0);
    t.equal(valueOf(text, `stillwatch_queue_oldest_age_seconds{partition="${partition}"}`), 0);
  }
  t.equal(valueOf(text, 'stillwatch_workers{role="detect"}'), 0);
  t.equal(valueOf(text, 'stillwatch_dead_letters'), 0);
  t.equal(valueOf(text, 'stillwatch_deliveries{state="dead"}'), 0);
});

await t.test('what waits shows in the next scrape, with its age', async (t) => {
  const event = { event_id: 'e1', account_id: 'a1', occurred_at: new Date(now).toISOString() };
  const answer = await post({ ...event, model: 'm' });
  t.equal(answer.statusCode, 200, answer.body);
  now = Date.now() + 90_000;
  const text = await scrape();
  const ages = [0, 1].map((partition) =>
    valueOf(text, `stillwatch_queue_oldest_age_seconds{partition="${partition}"}`),
  );
  const oldest = Math.max(...ages.map(Number));
  t.ok(oldest >= 89 && oldest < 200, `${oldest} s`);
  await storeEvidence(pool, { findings: [findingOf('acct_a', 1)] });
  await pool.query(`update cases set due_at = now() - interval '1 minute'`);
  await pool.query(
    'insert into partition_leases (partition, epoch, watermark_at) values (1, 7, now())',
  );
  const after = await scrape();
  t.equal(valueOf(after, 'stillwatch_overdue_cases'), 1);
  t.equal(valueOf(after, 'stillwatch_partition_epoch{partition="1"}'), 7);
});

await t.test('every metric that an alert rule names is served', async (t) => {
  const text = await scrape();
  const rules = await readFile('docs/operations/alert-rules.yml', 'utf8');
  const dashboard = await readFile('docs/operations/grafana-dashboard.json', 'utf8');
  t.ok(JSON.parse(dashboard));
  const named = new Set(`${rules}${dashboard}`.match(/stillwatch_\w+(?=[{[)\s])/g));
  t.ok(named.size >= 10);
  for (const name of named) {
    t.match(text, new RegExp(`^# TYPE ${name.replace(/_bucket$/, '')} `, 'm'), name);
  }
});

await t.test(
  'while the database is away the queue is still told of, and the rest is no number',
  async (t) => {
    await pool.query('alter table deliveries rename to deliveries_away');
    const text = await scrape();
    t.equal(valueOf(text, 'stillwatch_instance_read_failures_total{store="postgres"}'), 1);
    t.ok(Number.isNaN(valueOf(text, 'stillwatch_dead_letters')));
    t.notMatch(text, /stillwatch_partition_epoch\{/);
    t.match(text, /stillwatch_queue_pending_batches\{/);
    await pool.query('alter table deliveries_away rename to deliveries');
    t.equal(valueOf(await scrape(), 'stillwatch_dead_letters'), 0);
  },
);
