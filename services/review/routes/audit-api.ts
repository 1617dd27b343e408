import type { FastifyInstance } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import type { Pool } from 'pg';
import { z } from 'zod';
import { listAuditEntries, type AuditEntry } from '../../storage/audit-entries.ts';
import { failures, pageQuery, time } from '../common-schemas.ts';
import { decodeRowCursor } from '../cursor.ts';

const auditQuery = pageQuery.extend({
  actor: z.string().max(128).optional(),
  subject_kind: z.string().max(64).optional(),
  subject_id: z.string().max(256).optional(),
});

const auditEntry = z.object({
  id: z.string().describe('counts from 1 without gaps'),
  at: time,
  actor: z.string(),
  action: z.string(),
  subject_kind: z.string(),
  subject_id: z.string(),
  detail: z.record(z.string(), z.unknown()),
  previous_hash: z.string(),
  hash: z.string(),
});
const auditPage = z.object({ items: z.array(auditEntry), next: z.string().nullable() });

function toApiEntry(entry: AuditEntry): z.output<typeof auditEntry> {
  return {
    id: entry.auditEntryId,
    at: entry.at,
    actor: entry.actor,
    action: entry.action,
    subject_kind: entry.subjectKind,
    subject_id: entry.subjectId,
    detail: z.record(z.string(), z.unknown()).parse(JSON.parse(entry.detail)),
    previous_hash: entry.previousHash,
    hash: entry.hash,
  };
}

/** The audit trail: who did what. */
export function addAuditApi(app: FastifyInstance, { pool }: { readonly pool: Pool }): void {
  const schema = {
    querystring: auditQuery,
    response: { 200: auditPage, ...failures },
    summary: 'The audit trail, newest first; stillwatch audit verify checks its hashes',
  };
  const config = { permission: 'read_audit' } as const;
  const typed = app.withTypeProvider<ZodTypeProvider>();
  typed.get('/api/audit', { config, schema }, async ({ query }) => {
    const { actor, subject_kind: subjectKind, subject_id: subjectId } = query;
    const page = { limit: query.limit, after: decodeRowCursor(query.cursor) };
    const filter = { actor, subjectKind, subjectId };
    const { items, next } = await listAuditEntries(pool, filter, page);
    return { items: items.map(toApiEntry), next };
  });
}
