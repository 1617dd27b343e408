import type { ListedCase } from '../../storage/case-list.ts';
import { accountUrl, campaignUrl, caseUrl, showCount, showSpan, showTime } from './format.ts';

/** Names of actors, as listActorNames gives them. */
export type ActorNames = ReadonlyMap<string, string>;

export function showActor(actor: string, names: ActorNames): string {
  return actor === 'system' ? 'Stillwatch' : (names.get(actor) ?? actor);
}

/** By when somebody should have looked, seen from `now`. */
function showDue({ dueAt, status }: ListedCase, now: number) {
  const left = dueAt.getTime() - now;
  const isOver = left < 0 && status === 'open';
  return { ...showTime(dueAt), span: showSpan(left), isOver };
}

/** Who works on it, in words; empty when nobody does. */
function showHands(found: ListedCase, names: ActorNames): string {
  if (found.isPending) return 'waits for a second person';
  if (found.snoozedUntil !== null) return `put off until ${showTime(found.snoozedUntil).text}`;
  if (found.claimedBy !== null) return `taken by ${showActor(found.claimedBy, names)}`;
  if (found.assignedTo !== null) return `assigned to ${showActor(found.assignedTo, names)}`;
  return '';
}

/** What every page says of a case. `now` in ms. */
export function showCaseHead(found: ListedCase, names: ActorNames, now: number) {
  const { subjectKind: kind, subjectId: id } = found;
  return {
    id: found.caseId,
    url: caseUrl(found.caseId),
    subject: { kind, id, url: kind === 'account' ? accountUrl(id) : campaignUrl(id) },
    status: found.status,
    outcome: found.outcome?.replaceAll('_', ' ') ?? null,
    level: found.level,
    score: found.score.toFixed(1),
    exposure: showCount(found.exposure),
    openedAt: showTime(found.openedAt),
    age: showSpan(now - found.openedAt.getTime()),
    due: showDue(found, now),
    hands: showHands(found, names),
    version: found.version,
  };
}
