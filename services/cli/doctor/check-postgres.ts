import { readMigrations } from '../../../migrations/runner.ts';
import { createPool, type Pool } from '../../storage/pool.ts';
import { broken, causeOf, ok, warning, type Check } from './check.ts';
import type { PostgresFacts } from './describe-durability.ts';

export interface PostgresFindings {
  readonly checks: readonly Check[];
  /** undefined when it does not answer. */
  readonly facts?: PostgresFacts;
  /** ms that its clock is ahead of this machine's. */
  readonly skewMs?: number;
}

const oldestVersion = 140_000;

interface Answer {
  readonly version: number;
  readonly fsync: string;
  readonly synchronousCommit: string;
  readonly at: number;
}

async function ask(pool: Pool) {
  const startedAt = Date.now();
  const { rows } = await pool.query<Answer>(
    `select current_setting('server_version_num')::int as version, current_setting('fsync') as fsync,
       current_setting('synchronous_commit') as "synchronousCommit",
       (extract(epoch from clock_timestamp()) * 1000)::float8 as at`,
  );
  const [answer] = rows;
  if (answer === undefined) throw new Error('no answer');
  return { ...answer, skewMs: answer.at - (startedAt + Date.now()) / 2 };
}

async function checkMigrations(pool: Pool, folder: string | undefined): Promise<Check> {
  const name = 'migrations';
  const known = await readMigrations(folder ?? `${import.meta.dirname}/../../../migrations`);
  const { rows } = await pool
    .query<{ version: number; checksum: string }>(
      'select version, checksum from schema_migrations order by version',
    )
    .catch(() => ({ rows: [] }));
  const applied = new Map(rows.map(({ version, checksum }) => [version, checksum]));
  const missing = known.filter(({ version }) => !applied.has(version));
  if (missing.length > 0) {
    return broken(name, `${missing.length} of ${known.length} are missing`, 'stillwatch migrate');
  }
  if (rows.length > known.length) {
    return broken(name, 'the database is of a newer version', 'Run that newer version.');
  }
  const edited = known.find(({ version, checksum }) => applied.get(version) !== checksum);
  if (edited === undefined) return ok(name, `all ${known.length} applied`);
  return broken(name, `${edited.name} was changed after it was applied`, 'Restore that file.');
}

async function checkPartitions(pool: Pool, partitions: number): Promise<Check[]> {
  const { rows } = await pool
    .query<{ value: string }>("select value from instance_settings where name = 'partition_count'")
    .catch(() => ({ rows: [] }));
  const stored = rows[0]?.value;
  if (stored === undefined || Number(stored) === partitions) return [];
  const found = `the instance has ${stored}, PARTITIONS says ${partitions}`;
  return [broken('partitions', found, `Set PARTITIONS=${stored}.`)];
}

export interface PostgresTarget {
  readonly databaseUrl: string | undefined;
  readonly partitions: number;
  readonly migrations?: string | undefined;
}

async function examine(pool: Pool, target: PostgresTarget): Promise<PostgresFindings> {
  const answer = await ask(pool);
  const version = `version ${Math.floor(answer.version / 10_000)}`;
  const server =
    answer.version < oldestVersion
      ? warning('postgres', `${version} is not tested`, 'Use PostgreSQL 14 or newer.')
      : ok('postgres', `${version} answers`);
  const checks = [
    server,
    await checkMigrations(pool, target.migrations),
    ...(await checkPartitions(pool, target.partitions)),
  ];
  const { fsync, synchronousCommit, skewMs } = answer;
  return { checks, facts: { fsync, synchronousCommit }, skewMs };
}

export async function checkPostgres(target: PostgresTarget): Promise<PostgresFindings> {
  if (target.databaseUrl === undefined) {
    const mend = 'Start an instance with npm start, or set DATABASE_URL.';
    return { checks: [broken('postgres', 'no address is known', mend)] };
  }
  const pool = createPool(target.databaseUrl, { max: 1 });
  try {
    return await examine(pool, target);
  } catch (error) {
    const mend = 'Start PostgreSQL, or correct DATABASE_URL.';
    return { checks: [broken('postgres', `no answer (${causeOf(error)})`, mend)] };
  } finally {
    await pool.end();
  }
}
