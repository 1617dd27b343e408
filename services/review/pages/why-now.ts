import type { ListedAlert } from '../../storage/alert-list.ts';
import { showCount, showSpan } from './format.ts';
import type { DetectorTexts } from './show-reasons.ts';

const lowered = (title: string) => title.charAt(0).toLowerCase() + title.slice(1);

/** One sentence: what happened, when, and the two reasons that weigh most. `now` in ms. */
export function sayWhyNow(
  alert: ListedAlert | undefined,
  texts: DetectorTexts,
  now: number,
): string {
  if (alert === undefined) return 'No alert of this subject is stored any more.';
  const { level, raisedAt, requestsSeen, reasons, subjectKind } = alert;
  const strongest = reasons
    .filter(({ evidence_weight: weight }) => weight > 0)
    .toSorted((left, right) => right.evidence_weight - left.evidence_weight)
    .slice(0, 2)
    .map(({ detector }) => lowered(texts.get(detector)?.title ?? detector));
  const who = subjectKind === 'campaign' ? 'These accounts, judged as one,' : 'This account';
  const when = showSpan(now - raisedAt.getTime());
  const why = strongest.length === 0 ? '' : `: ${strongest.join(', and ')}`;
  return `${who} reached the ${level} level ${when} ago after ${showCount(requestsSeen)} requests${why}.`;
}
