import type { Pool, PoolClient } from './pool.ts';

export interface CaseEvent {
  readonly version: number;
  readonly kind: string;
  /** Whether a decision must not be made in ignorance of it. */
  readonly isChange: boolean;
  readonly actor: string;
  readonly at: Date;
  readonly detail: Readonly<Record<string, unknown>>;
}

export interface NewCaseEvent {
  readonly caseId: string;
  readonly kind: string;
  readonly isChange?: boolean;
  /** 'staff:ID', 'key:ID' or 'system'. */
  readonly actor: string;
  readonly detail?: Readonly<Record<string, unknown>>;
}

const columns = `version, kind, is_change as "isChange", actor, at, detail`;

/** Adds to the history of a case, whose row stays locked from here to the end of the transaction. */
export async function appendCaseEvent(
  client: PoolClient,
  { caseId, kind, isChange = false, actor, detail = {} }: NewCaseEvent,
): Promise<void> {
  const { rows } = await client.query<{ version: number }>(
    'update cases set version = version + 1 where case_id = $1 returning version',
    [caseId],
  );
  const version = rows[0]?.version;
  if (version === undefined) throw new Error('an event needs its case');
  await client.query(
    `insert into case_events (case_id, version, kind, is_change, actor, detail) values ($1, $2, $3, $4, $5, $6)`,
    [caseId, version, kind, isChange, actor, JSON.stringify(detail)],
  );
}

/** The newest first. */
export async function listCaseEvents(
  client: Pool | PoolClient,
  caseId: string,
  limit: number,
): Promise<CaseEvent[]> {
  const { rows } = await client.query<CaseEvent>(
    `select ${columns} from case_events where case_id = $1 order by version desc limit $2`,
    [caseId, limit],
  );
  return rows;
}

/** What happened after a version of the case and should be known before it is decided; the oldest first. */
export async function listCaseChanges(
  client: Pool | PoolClient,
  caseId: string,
  sinceVersion: number,
): Promise<CaseEvent[]> {
  const { rows } = await client.query<CaseEvent>(
    `select ${columns} from case_events where case_id = $1 and version > $2 and is_change order by version limit 100`,
    [caseId, sinceVersion],
  );
  return rows;
}
