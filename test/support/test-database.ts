import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { migrate } from '../../migrations/runner.ts';

const template = 'stillwatch_template';

function databaseUrlOf(serverUrl: string, database: string): string {
  const url = new URL(serverUrl);
  url.pathname = `/${database}`;
  return url.href;
}

async function migrateTemplate(serverUrl: string): Promise<void> {
  const pool = new pg.Pool({ connectionString: databaseUrlOf(serverUrl, template), max: 2 });
  await migrate(pool);
  await pool.end();
}

async function ensureTemplate(client: pg.Client, serverUrl: string): Promise<void> {
  const known = await client.query('select 1 from pg_database where datname = $1', [template]);
  if (known.rowCount !== 0) return;
  await client.query(`create database ${template}`);
  await migrateTemplate(serverUrl);
}

async function asAdministrator<Result>(
  serverUrl: string,
  work: (client: pg.Client) => Promise<Result>,
): Promise<Result> {
  const client = new pg.Client({ connectionString: serverUrl });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

/** A database of its own for one test file, cloned from the migrated template, or empty. Returns its URL. */
export function createTestDatabase(serverUrl: string, isMigrated: boolean): Promise<string> {
  const name = `test_${randomBytes(6).toString('hex')}`;
  return asAdministrator(serverUrl, async (client) => {
    // Test files run side by side and the first one makes the template; cloning needs it without connections.
    await client.query('select pg_advisory_lock(7401)');
    if (isMigrated) await ensureTemplate(client, serverUrl);
    await client.query(`create database ${name} template ${isMigrated ? template : 'template0'}`);
    return databaseUrlOf(serverUrl, name);
  });
}

export async function dropTestDatabase(databaseUrl: string): Promise<void> {
  const server = new URL(databaseUrl);
  const name = server.pathname.slice(1);
  server.pathname = '/postgres';
  await asAdministrator(server.href, (client) =>
    client.query(`drop database if exists ${name} with (force)`),
  );
}

/** A database with all that another one holds; nobody may be connected to that one, so whoever is gets cut off. */
export function copyTestDatabase(databaseUrl: string): Promise<string> {
  const server = new URL(databaseUrl);
  const from = server.pathname.slice(1);
  const name = `test_${randomBytes(6).toString('hex')}`;
  server.pathname = '/postgres';
  return asAdministrator(server.href, async (client) => {
    await client.query(
      'select pg_terminate_backend(pid) from pg_stat_activity where datname = $1',
      [from],
    );
    await client.query(`create database ${name} template ${from}`);
    return databaseUrlOf(server.href, name);
  });
}
