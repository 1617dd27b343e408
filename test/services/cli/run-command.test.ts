import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import t from 'tap';
import { loadRuntimeEnv } from '../../../config/env.ts';
import type { CommandContext } from '../../../services/cli/command.ts';
import { createProgressBar } from '../../../services/cli/progress-bar.ts';
import { runCommand } from '../../../services/cli/run-command.ts';
import { suggest } from '../../../services/cli/suggest.ts';
import { findApiKeyByHash, hashSecretKey } from '../../../services/storage/api-keys.ts';
import { insertDeadLetters } from '../../../services/storage/dead-letters.ts';
import { isPasswordRight } from '../../../services/storage/password-hash.ts';
import { listAuditEntries } from '../../../services/storage/audit-entries.ts';
import { findStaffUserByEmail } from '../../../services/storage/staff-users.ts';
import { inTransaction } from '../../../services/storage/transaction.ts';
import { startStores } from '../../support/stores.ts';
import { makeTempFolder } from '../../support/temp-folder.ts';

const folder = await makeTempFolder(t);

interface Ran {
  readonly code: number;
  readonly out: string;
  readonly notes: string;
}

function createRunner(settings: Record<string, string>) {
  return async (...argv: string[]): Promise<Ran> => {
    const out: string[] = [];
    const notes: string[] = [];
    const context: CommandContext = {
      loadEnv: () => loadRuntimeEnv({ STILLWATCH_HOME: folder, ...settings }),
      print: (line) => out.push(line),
      note: (line) => notes.push(line),
      createBar: () => createProgressBar({ write: () => true }, { label: '', clock: () => 0 }),
    };
    const code = await runCommand(argv, context);
    return { code, out: out.join('\n'), notes: notes.join('\n') };
  };
}

await t.test('a call that is wrong exits with 2 and says what is right', async (t) => {
  const run = createRunner({});
  t.match(await run('backtset'), {
    code: 2,
    notes: /no command backtset. Did you mean backtest\?/,
  });
  t.match(await run('qqqqqqq'), { code: 2, notes: /stillwatch help lists them all/ });
  t.match(await run('backtest', '--evnts', 'x'), { code: 2, notes: /Unknown option '--evnts'/ });
  t.match(await run('backtest'), { code: 2, notes: /--events FILE/ });
  t.match(await run('replay'), { code: 2, notes: /at least one file, folder or bucket/ });
  t.match(await run('replay', 'x', '--batch', '0'), { code: 2, notes: /--key|whole number/ });
  t.match(await run(), { code: 2, out: /replay[^]*backtest[^]*dead-letters/ });
  t.equal(suggest('key', ['users', 'keys']), 'keys');
});

await t.test('help is no error', async (t) => {
  const run = createRunner({});
  t.match(await run('--help'), { code: 0, out: /stillwatch COMMAND/ });
  t.match(await run('help', 'replay'), { code: 0, out: /stillwatch replay PLACE/ });
  t.match(await run('keys', '--help'), { code: 0, out: /keys create --scope/ });
});

await t.test('a failure exits with 1 and says how to go on', async (t) => {
  const run = createRunner({});
  const missing = await run('backtest', '--events', join(folder, 'none.ndjson'));
  t.match(missing, { code: 1, notes: /none\.ndjson cannot be read: there is no such file/ });
  t.match(await run('migrate'), { code: 1, notes: /npm start, or set DATABASE_URL/ });
  const gone = createRunner({ DATABASE_URL: 'postgres://x:secret@127.0.0.1:1/x' });
  t.match(await gone('migrate'), { code: 1, notes: /ECONNREFUSED.*stillwatch doctor/ });
  const { out } = await gone('doctor');
  t.notMatch(out, /secret/);
  t.match(out, /ok +detection settings +\d+ detectors live, in the shadow: none/);
  const wrong = createRunner({ DETECTION_SETTINGS: join(folder, 'none.json') });
  t.match(await wrong('doctor'), { code: 1, out: /BROKEN +detection settings.*none\.json/ });
});

await t.test('backtest writes its files and one JSON object', async (t) => {
  const events = join(folder, 'events.ndjson');
  const event = { event_id: 'e', occurred_at: '2026-03-01T00:00:00Z', account_id: 'a', model: 'm' };
  await writeFile(events, `${JSON.stringify(event)}\n`);
  const files = ['--findings', join(folder, 'findings'), '--scores', join(folder, 'scores')];
  const run = createRunner({});
  const { code, out } = await run('backtest', '--events', events, ...files, '--json');
  t.equal(code, 0);
  t.match(JSON.parse(out), { events: 1, accepted: 1, accounts: 1, flagged: 0, campaigns: 0 });
  const bad = ['--scores', join(folder, 'no/such/folder')];
  t.match(await run('backtest', '--events', events, ...bad), {
    code: 1,
    notes: /cannot be written/,
  });
});

await t.test('commands on a database', async (t) => {
  const { pool, databaseUrl, redisUrl, redis } = await startStores(t, { isMigrated: false });
  const run = createRunner({ DATABASE_URL: databaseUrl, REDIS_URL: redisUrl });

  await t.test('doctor names what is missing and migrate mends it', async (t) => {
    t.match(await run('doctor'), { code: 1, out: /BROKEN +migrations[^]*stillwatch migrate/ });
    t.match(await run('migrate'), { code: 0, out: /applied 0001_/ });
    t.match(await run('migrate'), { code: 0, out: 'nothing to apply' });
    // The servers of the tests run without fsync, which a doctor must not overlook.
    const { out } = await run('doctor');
    t.match(out, /ok +migrations[^]*BROKEN +durability +.*a crash of PostgreSQL may lose alerts/);
    t.match(out, /warning +workers +0 detect, 0 correlate/);
  });

  await t.test('doctor tells an unsafe redis and what it costs', async (t) => {
    const { Redis } = await import('ioredis');
    const client = new Redis(redisUrl);
    await client.config('SET', 'appendfsync', 'everysec');
    t.match(await run('doctor'), { code: 1, out: /may lose up to 2 s/ });
    await client.config('SET', 'maxmemory-policy', 'allkeys-lru');
    const { out } = await run('doctor', '--json');
    const report = JSON.parse(out) as { ok: boolean; checks: { name: string; status: string }[] };
    t.equal(report.ok, false);
    const eviction = report.checks.find(({ name }) => name === 'redis eviction');
    t.match(eviction, { status: 'broken', mend: /noeviction/ });
    client.disconnect();
    await redis.kill();
    t.match(await run('doctor'), { code: 1, out: /BROKEN +redis +no answer/ });
    await redis.restart();
  });

  await t.test('holds are placed, listed and lifted, each with a reason', async (t) => {
    t.match(await run('holds', 'place', 'acct_1'), { code: 2, notes: /--reason/ });
    const placed = await run(
      'holds',
      'place',
      'acct_1',
      '--reason',
      'court order',
      '--by',
      'counsel',
    );
    t.match(placed, { code: 0, out: /^\d+$/ });
    const { out } = await run('holds', 'list');
    t.match(out, /acct_1 +counsel .*court order/);
    t.match(await run('holds', 'lift', placed.out, '--reason', 'over'), { code: 0 });
    t.match(await run('holds', 'lift', placed.out, '--reason', 'over'), {
      code: 1,
      notes: /stands/,
    });
    t.same(JSON.parse((await run('holds', 'list', '--json')).out), []);
    const { rows } = await pool.query('select action from audit_entries where subject_id = $1', [
      'acct_1',
    ]);
    t.same(rows, [{ action: 'legal_hold_placed' }, { action: 'legal_hold_lifted' }]);
  });

  await t.test('keys are shown once, listed and revoked', async (t) => {
    const { out: key } = await run(
      'keys',
      'create',
      '--scope',
      'ingest',
      '--name',
      'gw',
      '--source',
      's',
    );
    const stored = await findApiKeyByHash(pool, hashSecretKey(key));
    t.match(stored, { scope: 'ingest', name: 'gw', source: 's', revokedAt: null });
    const { out: list } = await run('keys', 'list', '--json');
    t.match(JSON.parse(list), [{ api_key_id: stored?.apiKeyId, revoked_at: null }]);
    t.notMatch(list, key);
    t.match(await run('keys', 'revoke', stored?.apiKeyId ?? ''), { code: 0 });
    t.match(await run('keys', 'revoke', stored?.apiKeyId ?? ''), { code: 1 });
    t.match(await run('keys', 'create', '--scope', 'all'), { code: 2 });
  });

  await t.test('users get a password that works', async (t) => {
    const { out: password } = await run('users', 'create', '--email', 'a@b.example');
    const user = await findStaffUserByEmail(pool, 'a@b.example');
    t.match(user, { role: 'reviewer' });
    t.ok(await isPasswordRight(password, user?.passwordHash ?? ''));
    t.match(await run('users', 'create', '--email', 'A@b.example'), { code: 2, notes: /already/ });
    t.match(await run('users', 'list'), { out: /a@b\.example +reviewer/ });
    t.match(await run('users', 'set-password', '--email', 'no@b.example'), { code: 1 });
  });

  await t.test('users are disabled, enabled and given roles, and it is audited', async (t) => {
    const about = ['--email', 'a@b.example'] as const;
    t.match(await run('users', 'set-role', ...about), { code: 2 }, 'no role named');
    t.match(await run('users', 'set-role', ...about, '--role', 'admin'), { code: 0 });
    t.match(await run('users', 'disable', ...about), { code: 1, notes: /last admin/ });
    t.match(await run('users', 'create', '--email', 'c@b.example', '--role', 'admin'), { code: 0 });
    t.match(await run('users', 'disable', ...about), { code: 0 });
    t.match(await run('users', 'list', '--json'), { out: /"disabled_at":"2/ });
    t.match(await run('users', 'enable', ...about), { code: 0 });
    t.match(await findStaffUserByEmail(pool, 'a@b.example'), { role: 'admin', disabledAt: null });
    const { items } = await listAuditEntries(pool, { subjectKind: 'staff_user' }, { limit: 9 });
    t.same(
      items.map(({ actor, action }) => [actor, action]),
      ['enabled', 'disabled', 'added', 'role_changed', 'added'].map((act) => [
        'system',
        act === 'role_changed' ? 'staff_role_changed' : `staff_user_${act}`,
      ]),
    );
  });

  await t.test('dead letters are listed and go back into the queue', async (t) => {
    await inTransaction(pool, (client) =>
      insertDeadLetters(client, [
        {
          partition: 1,
          sequence: 1,
          reasonCode: 'batch_undecodable',
          message: 'no batch',
          payload: Buffer.from('x'),
          records: 3,
        },
      ]),
    );
    t.match(await run('dead-letters', 'list'), { out: /batch_undecodable/ });
    t.match(await run('dead-letters', 'replay'), { code: 0, out: /^1 batches/ });
    t.match(await run('dead-letters', 'replay'), { code: 0, out: /^0 batches/ });
  });
});
