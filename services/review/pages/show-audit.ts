import { z } from 'zod';
import type { AuditEntry } from '../../storage/audit-entries.ts';
import { caseUrl, showTime } from './format.ts';
import { showActor, type ActorNames } from './show-case-head.ts';

const detail = z.record(z.string(), z.unknown());

function showValue(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}

/** An entry of the audit trail in words, with its place in the chain. */
export function showAuditEntry(entry: AuditEntry, names: ActorNames) {
  const { subjectKind, subjectId } = entry;
  return {
    id: entry.auditEntryId,
    at: showTime(new Date(entry.at)),
    who: showActor(entry.actor, names),
    what: entry.action.replaceAll('_', ' '),
    subject: `${subjectKind} ${subjectId}`,
    url: subjectKind === 'case' ? caseUrl(subjectId) : null,
    detail: Object.entries(detail.parse(JSON.parse(entry.detail)))
      .filter(([name]) => name !== 'version')
      .map(([name, value]) => `${name.replaceAll('_', ' ')} ${showValue(value)}`)
      .join(', '),
    hash: entry.hash.slice(0, 12),
  };
}
