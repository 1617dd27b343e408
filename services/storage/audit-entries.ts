import { toPage, type Page, type PageRequest } from './paging.ts';
import type { Pool, PoolClient } from './pool.ts';

export interface AuditEntry {
  /** Counts from 1 without gaps. */
  readonly auditEntryId: string;
  /** To the microsecond, as it is hashed: '2026-03-02T10:00:00.000001Z'. */
  readonly at: string;
  readonly actor: string;
  readonly action: string;
  readonly subjectKind: string;
  readonly subjectId: string;
  /** JSON text as PostgreSQL writes it, as it is hashed. */
  readonly detail: string;
  /** Hexadecimal, as are the hashes. */
  readonly previousHash: string;
  readonly hash: string;
}

export interface NewAuditEntry {
  readonly actor: string;
  readonly action: string;
  readonly subjectKind: string;
  readonly subjectId: string;
  readonly detail?: Readonly<Record<string, unknown>>;
}

export interface AuditFilter {
  readonly actor?: string | undefined;
  readonly subjectKind?: string | undefined;
  readonly subjectId?: string | undefined;
}

const columns = `audit_entry_id::text as "auditEntryId",
  to_char(at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as at, actor, action, subject_kind as "subjectKind",
  subject_id as "subjectId", detail::text, encode(previous_hash, 'hex') as "previousHash", encode(hash, 'hex') as hash`;

/** The database numbers, dates and chains it. What happens to a case is written there by itself. */
export async function insertAuditEntry(
  client: Pool | PoolClient,
  { actor, action, subjectKind, subjectId, detail = {} }: NewAuditEntry,
): Promise<void> {
  await client.query(
    'insert into audit_entries (actor, action, subject_kind, subject_id, detail) values ($1, $2, $3, $4, $5)',
    [actor, action, subjectKind, subjectId, JSON.stringify(detail)],
  );
}

/** The newest first. */
export async function listAuditEntries(
  client: Pool | PoolClient,
  filter: AuditFilter,
  { limit, after }: PageRequest<string>,
): Promise<Page<AuditEntry, string>> {
  const { rows } = await client.query<AuditEntry>(
    `select ${columns} from audit_entries
     where ($1::text is null or actor = $1) and ($2::text is null or subject_kind = $2)
       and ($3::text is null or subject_id = $3) and ($4::bigint is null or audit_entry_id < $4)
     order by audit_entry_id desc limit $5`,
    [
      filter.actor ?? null,
      filter.subjectKind ?? null,
      filter.subjectId ?? null,
      after ?? null,
      limit + 1,
    ],
  );
  return toPage(rows, limit, ({ auditEntryId }) => auditEntryId);
}

/** The oldest first, after an entry; for reading the whole chain piece by piece. */
export async function listAuditEntriesAfter(
  client: Pool | PoolClient,
  auditEntryId: string,
  limit: number,
): Promise<AuditEntry[]> {
  const { rows } = await client.query<AuditEntry>(
    `select ${columns} from audit_entries where audit_entry_id > $1 order by audit_entry_id limit $2`,
    [auditEntryId, limit],
  );
  return rows;
}
