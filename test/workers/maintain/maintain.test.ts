import t from 'tap';
import { encodeBatch } from '../../../services/queue/batch.ts';
import { openQuarantine } from '../../../services/queue/quarantine.ts';
import { connectWorker } from '../../../services/queue/redis-connection.ts';
import { waitUntil } from '../../../services/runtime/wait-until.ts';
import { listAuditEntries } from '../../../services/storage/audit-entries.ts';
import { insertDeadLetters } from '../../../services/storage/dead-letters.ts';
import { insertLegalHold, liftLegalHold } from '../../../services/storage/legal-holds.ts';
import { inTransaction } from '../../../services/storage/transaction.ts';
import { expireDeadLetters } from '../../../workers/maintain/expire-dead-letters.ts';
import { spawnRole } from '../../support/spawn-role.ts';
import { startStores } from '../../support/stores.ts';

const { pool, databaseUrl, redisUrl } = await startStores(t);
const redis = connectWorker(redisUrl);
t.teardown(() => {
  redis.disconnect();
});
const dayMs = 86_400_000;
const daysAgo = (days: number) => new Date(Date.now() - days * dayMs);
let sequence = 0;

function batchOf(...accountIds: string[]): Buffer {
  const lines = accountIds.map((account_id) => JSON.stringify({ account_id, prompt: 'secret' }));
  const records = ['{no JSON', ...lines].map((text) => {
    const line = Buffer.from(text);
    return { kind: 'event' as const, referenceAt: 0, source: null, line };
  });
  return encodeBatch({ receivedAt: 0, records });
}

/** Stores a dead letter of that age and returns its sequence. */
async function bury(payload: Buffer, days: number): Promise<number> {
  sequence += 1;
  const letter = { partition: 0, sequence, reasonCode: 'x', message: 'x', payload, records: 1 };
  await inTransaction(pool, (client) => insertDeadLetters(client, [letter]));
  await pool.query('update dead_letters set created_at = $1 where sequence = $2', [
    daysAgo(days),
    sequence,
  ]);
  return sequence;
}

async function listSequences(): Promise<number[]> {
  const { rows } = await pool.query<{ sequence: number }>(
    'select sequence::float8 as sequence from dead_letters order by sequence',
  );
  return rows.map((row) => row.sequence);
}

await t.test('dead letters go with their term, those of held accounts stay', async (t) => {
  const hold = await inTransaction(pool, (client) =>
    insertLegalHold(client, { accountId: 'acct_held', reason: 'court', placedBy: 'counsel' }),
  );
  const held = await bury(batchOf('acct_other', 'acct_held'), 31);
  await bury(batchOf('acct_other'), 31);
  await bury(Buffer.from('no batch at all'), 31);
  const young = await bury(batchOf('acct_other'), 29);
  for (let more = 0; more < 30; more += 1) await bury(batchOf('acct_many'), 40);

  t.equal(await expireDeadLetters(pool, daysAgo(30)), 32);
  t.same(await listSequences(), [held, young]);
  t.equal(await expireDeadLetters(pool, daysAgo(30)), 0, 'nothing is left to do');

  const { items } = await listAuditEntries(pool, { subjectKind: 'dead_letters' }, { limit: 10 });
  t.equal(
    items.reduce((sum, { detail }) => sum + (JSON.parse(detail) as { count: number }).count, 0),
    32,
    'the audit trail says how many went',
  );
  t.notMatch(JSON.stringify(items), /secret|acct_/);

  await inTransaction(pool, (client) =>
    liftLegalHold(client, { holdId: hold.holdId, reason: 'over', liftedBy: 'counsel' }),
  );
  t.equal(await expireDeadLetters(pool, daysAgo(30)), 1, 'a hold that was lifted holds nothing');
  t.same(await listSequences(), [young]);
});

await t.test('the worker lets dead letters and quarantined records go', async (t) => {
  await bury(batchOf('acct_other'), 8);
  const old = openQuarantine(redis, 'litellm');
  await old.keep({ records: ['{"a":1}', '{"a":2}'], codes: { account_missing: 2 } });
  const later = openQuarantine(redis, 'litellm', { clock: () => Date.now() + 31 * dayMs });
  t.equal(await old.expire(), 0, 'what is young stays');
  t.equal(await later.expire(), 2);
  t.equal(await old.summarise(), undefined);

  const settings = { DATABASE_URL: databaseUrl, REDIS_URL: redisUrl, RETENTION_DAYS: '7' };
  const worker = spawnRole(t, 'maintain', settings);
  const isDone = async () => (await listSequences()).length === 0;
  t.ok(await waitUntil(isDone, { deadlineMs: 30_000 }));
  t.equal(await worker.end('SIGTERM'), 0);
});
