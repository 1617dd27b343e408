import type { Pool, PoolClient } from './pool.ts';
import { storableText } from './storable.ts';

export interface StoredDigest {
  readonly accountId: string;
  /** Ms, the end of the digest tick. */
  readonly tickAt: number;
  readonly bytes: Uint8Array;
}

export interface VersionedDigest extends StoredDigest {
  /** Changes whenever the digest does. */
  readonly version: string;
}

/** Stores digests; one that stands with the same bytes is left as it is, so that it does not count as changed. */
export async function upsertAccountDigests(
  client: PoolClient,
  digests: readonly StoredDigest[],
): Promise<void> {
  if (digests.length === 0) return;
  const newest = new Map(digests.map((digest) => [`${digest.tickAt} ${digest.accountId}`, digest]));
  const rows = [...newest.values()];
  await client.query(
    `insert into account_digests (account_id, tick_at, digest)
     select account_id, to_timestamp(tick_at / 1000), digest
     from unnest($1::text[], $2::float8[], $3::bytea[]) as given(account_id, tick_at, digest)
     order by account_id, tick_at
     on conflict (account_id, tick_at) do update
       set digest = excluded.digest, changed_xid = pg_current_xact_id()
       where account_digests.digest is distinct from excluded.digest`,
    [
      rows.map((row) => storableText(row.accountId)),
      rows.map((row) => row.tickAt),
      rows.map(({ bytes }) => Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)),
    ],
  );
}

const columns = `account_id as "accountId", (extract(epoch from tick_at) * 1000)::float8 as "tickAt",
  digest as bytes, changed_xid::text as version`;

interface ChangeRange {
  /** Ms; null before the first tick was closed. */
  readonly closedTickAt: number | null;
  /** Ms, inclusive. */
  readonly upToTickAt: number;
  /** From `readChangeHorizon`, taken before the last reading. */
  readonly since: string;
}

/**
 * Digests of the ticks after the closed one, and those of closed ticks that changed late, by tick, then account.
 * What changed right at the horizon is given again.
 */
export async function listChangedDigests(
  client: Pool | PoolClient,
  { closedTickAt, upToTickAt, since }: ChangeRange,
): Promise<VersionedDigest[]> {
  const { rows } = await client.query<VersionedDigest>(
    `select ${columns} from account_digests
     where (tick_at > to_timestamp($1::float8 / 1000) and tick_at <= to_timestamp($2::float8 / 1000))
        or (tick_at <= to_timestamp($1::float8 / 1000) and changed_xid >= $3::xid8)
     order by tick_at, account_id collate "C"`,
    [closedTickAt ?? 0, upToTickAt, since],
  );
  return rows;
}

/** The newest digest of each account up to a tick (ms), by tick, then account; without those changed since `horizon`. */
export async function listLatestDigests(
  client: Pool | PoolClient,
  { upToTickAt, horizon }: { readonly upToTickAt: number; readonly horizon: string },
): Promise<VersionedDigest[]> {
  const { rows } = await client.query<VersionedDigest>(
    `select ${columns} from (
       select distinct on (account_id) * from account_digests
       where tick_at <= to_timestamp($1::float8 / 1000) and changed_xid < $2::xid8
       order by account_id, tick_at desc
     ) as latest order by tick_at, account_id collate "C"`,
    [upToTickAt, horizon],
  );
  return rows;
}

interface DigestPage {
  /** Empty for the first page. */
  readonly afterAccountId: string;
  readonly limit: number;
}

/** The newest digest of each account, by account id, so that millions need not be held at once. */
export async function listDigestPage(
  client: Pool | PoolClient,
  { afterAccountId, limit }: DigestPage,
): Promise<StoredDigest[]> {
  const { rows } = await client.query<StoredDigest>(
    `select distinct on (account_id) ${columns} from account_digests
     where account_id > $1 order by account_id, tick_at desc limit $2`,
    [afterAccountId, limit],
  );
  return rows;
}

/** The newest digest of each of the given accounts that has one. */
export async function listDigestsOf(
  client: Pool | PoolClient,
  accountIds: readonly string[],
): Promise<StoredDigest[]> {
  const { rows } = await client.query<StoredDigest>(
    `select distinct on (account_id) ${columns} from account_digests
     where account_id = any($1) order by account_id, tick_at desc`,
    [accountIds],
  );
  return rows;
}

/** Every change of an earlier transaction than this one can be seen by now; a later reading starts here. */
export async function readChangeHorizon(client: Pool | PoolClient): Promise<string> {
  const { rows } = await client.query<{ horizon: string }>(
    'select pg_snapshot_xmin(pg_current_snapshot())::text as horizon',
  );
  return rows[0]?.horizon ?? '0';
}

export interface DigestSpan {
  /** Ms; the first tick after the given one that digests stand for, null without any. */
  readonly nextTickAt: number | null;
  /** Ms; the last of all, null without any. */
  readonly lastTickAt: number | null;
}

export async function readDigestSpan(
  client: Pool | PoolClient,
  afterTickAt: number,
): Promise<DigestSpan> {
  const { rows } = await client.query<DigestSpan>(
    `select (select (extract(epoch from min(tick_at)) * 1000)::float8 from account_digests
         where tick_at > to_timestamp($1::float8 / 1000)) as "nextTickAt",
       (select (extract(epoch from max(tick_at)) * 1000)::float8 from account_digests) as "lastTickAt"`,
    [afterTickAt],
  );
  return rows[0] ?? { nextTickAt: null, lastTickAt: null };
}

/** Deletes what the given digests supersede: older ones of the same accounts. */
export async function deleteSupersededDigests(
  client: PoolClient,
  digests: readonly StoredDigest[],
): Promise<void> {
  if (digests.length === 0) return;
  await client.query(
    `delete from account_digests using unnest($1::text[], $2::float8[]) as newest(account_id, tick_at)
     where account_digests.account_id = newest.account_id
       and account_digests.tick_at < to_timestamp(newest.tick_at / 1000)`,
    [digests.map((digest) => digest.accountId), digests.map((digest) => digest.tickAt)],
  );
}
