import { baselineSnapshot, type BaselineSnapshot } from '../contracts/baseline.ts';
import type { Pool, PoolClient } from './pool.ts';

export type BaselineState = 'candidate' | 'active' | 'retired';

export interface StoredBaseline {
  readonly version: string;
  readonly state: BaselineState;
  readonly snapshot: BaselineSnapshot;
  /** How many accounts counted, by why. */
  readonly counts: Readonly<Record<string, number>>;
  readonly createdAt: Date;
}

interface NewBaseline {
  readonly snapshot: BaselineSnapshot;
  readonly counts: StoredBaseline['counts'];
}

/** Candidates that nobody promoted are kept for so many versions. */
const keptCandidates = 60;

const columns = 'version, state, payload, counts, created_at as "createdAt"';

type Row = Omit<StoredBaseline, 'snapshot'> & { readonly payload: unknown };

function toBaseline({ payload, ...row }: Row): StoredBaseline {
  return { ...row, snapshot: baselineSnapshot.parse(payload) };
}

/** Stores a version as a candidate and forgets the oldest ones. False when it stands already: then nothing changes. */
export async function insertBaseline(
  client: PoolClient,
  { snapshot, counts }: NewBaseline,
): Promise<boolean> {
  const { rowCount } = await client.query(
    `insert into baselines (version, payload, counts) values ($1, $2, $3) on conflict (version) do nothing`,
    [snapshot.version, JSON.stringify(snapshot), JSON.stringify(counts)],
  );
  if (rowCount !== 1) return false;
  await client.query(
    `delete from baselines where state = 'candidate' and version not in
       (select version from baselines where state = 'candidate' order by version desc limit $1)`,
    [keptCandidates],
  );
  return true;
}

/** The newest first. */
export async function listBaselines(client: Pool | PoolClient): Promise<StoredBaseline[]> {
  const { rows } = await client.query<Row>(
    `select ${columns} from baselines order by version collate "C" desc`,
  );
  return rows.map(toBaseline);
}

export async function findBaseline(
  client: Pool | PoolClient,
  version: string,
): Promise<StoredBaseline | undefined> {
  const text = `select ${columns} from baselines where version = $1`;
  const { rows } = await client.query<Row>(text, [version]);
  return rows.map(toBaseline)[0];
}

/** The version that findings are held against; undefined until one was promoted. */
export async function findActiveBaseline(
  client: Pool | PoolClient,
): Promise<StoredBaseline | undefined> {
  const { rows } = await client.query<Row>(
    `select ${columns} from baselines where state = 'active'`,
  );
  return rows.map(toBaseline)[0];
}

export async function findNewestBaselineVersion(
  client: Pool | PoolClient,
): Promise<string | undefined> {
  const { rows } = await client.query<{ version: string }>(
    'select version from baselines order by version collate "C" desc limit 1',
  );
  return rows[0]?.version;
}

interface Promotion {
  readonly version: string;
  /** The version that the person compared it with; null for none. */
  readonly replaces: string | null;
  /** Who did it. */
  readonly by: string;
}

/** Makes a version the active one and writes down who did it. False when another than `replaces` is active by now. */
export async function promoteBaseline(
  client: PoolClient,
  { version, replaces, by }: Promotion,
): Promise<boolean> {
  // Two people at once: the second waits here and then finds another version active.
  await client.query('lock table baseline_promotions in share row exclusive mode');
  const active = await findActiveBaseline(client);
  if ((active?.version ?? null) !== replaces) return false;
  await client.query("update baselines set state = 'retired' where state = 'active'");
  await client.query("update baselines set state = 'active' where version = $1", [version]);
  await client.query(
    'insert into baseline_promotions (version, replaced_version, promoted_by) values ($1, $2, $3)',
    [version, replaces, by],
  );
  return true;
}

export interface BaselinePromotion {
  readonly version: string;
  readonly replacedVersion: string | null;
  readonly promotedBy: string;
  readonly promotedAt: Date;
}

/** The newest first. */
export async function listBaselinePromotions(
  client: Pool | PoolClient,
): Promise<BaselinePromotion[]> {
  const { rows } = await client.query<BaselinePromotion>(
    `select version, replaced_version as "replacedVersion", promoted_by as "promotedBy", promoted_at as "promotedAt"
     from baseline_promotions order by baseline_promotion_id desc`,
  );
  return rows;
}
