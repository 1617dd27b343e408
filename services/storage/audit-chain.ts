import { createHash } from 'node:crypto';
import { listAuditEntriesAfter, type AuditEntry } from './audit-entries.ts';
import type { Pool, PoolClient } from './pool.ts';

export interface AuditHead {
  /** '0' while the trail is empty. */
  readonly auditEntryId: string;
  readonly hash: string;
}

export interface AuditFault {
  /** The first entry that is not as it was written, or that is missing. */
  readonly auditEntryId: string;
  readonly problem: 'missing' | 'changed' | 'unchained';
}

export interface AuditCheck {
  readonly entries: number;
  readonly head: AuditHead;
  readonly fault: AuditFault | null;
}

const start: AuditHead = {
  auditEntryId: '0',
  hash: createHash('sha256').update('stillwatch').digest('hex'),
};
const pageSize = 1_000;

/**
 * The hash of an entry, computed apart from the database that made it: SHA-256 over its parts, each with its length
 * in bytes before it (netstrings, D. J. Bernstein 1997), so that no two entries give the same text.
 */
export function hashAuditEntry(entry: AuditEntry): string {
  const { auditEntryId, at, actor, action, subjectKind, subjectId, detail, previousHash } = entry;
  const parts = [auditEntryId, at, actor, action, subjectKind, subjectId, detail, previousHash];
  const text = parts.map((part) => `${Buffer.byteLength(part)}:${part}`).join(',');
  return createHash('sha256').update(text).digest('hex');
}

function findFault(entry: AuditEntry, before: AuditHead): AuditFault | null {
  const expected = (BigInt(before.auditEntryId) + 1n).toString();
  if (entry.auditEntryId !== expected) return { auditEntryId: expected, problem: 'missing' };
  if (hashAuditEntry(entry) !== entry.hash)
    return { auditEntryId: entry.auditEntryId, problem: 'changed' };
  if (entry.previousHash !== before.hash)
    return { auditEntryId: entry.auditEntryId, problem: 'unchained' };
  return null;
}

/**
 * Reads the whole trail and stops at the first entry that was changed, removed or put in. Entries cut off at the end
 * leave a trail that is whole: only a head that was noted elsewhere tells.
 */
export async function checkAuditTrail(client: Pool | PoolClient): Promise<AuditCheck> {
  let head = start;
  for (;;) {
    const page = await listAuditEntriesAfter(client, head.auditEntryId, pageSize);
    for (const entry of page) {
      const fault = findFault(entry, head);
      if (fault !== null) return { entries: Number(head.auditEntryId), head, fault };
      head = { auditEntryId: entry.auditEntryId, hash: entry.hash };
    }
    if (page.length < pageSize) return { entries: Number(head.auditEntryId), head, fault: null };
  }
}

/** Whether the trail still holds an entry under the hash that was noted for it. */
export async function holdsAuditEntry(
  client: Pool | PoolClient,
  { auditEntryId, hash }: AuditHead,
): Promise<boolean> {
  const before = (BigInt(auditEntryId) - 1n).toString();
  const [entry] = await listAuditEntriesAfter(client, before, 1);
  return entry?.auditEntryId === auditEntryId && entry.hash === hash;
}
