import { maxLineBytes } from '../contracts/max-line-bytes.ts';
import { usageEvent } from '../contracts/usage-event.ts';
import { isUsageEvent } from './check-usage-event.ts';
import { explainRefusal } from './explain-refusal.ts';
import type { Fields } from './json-checks.ts';
import { refuse, type Verdict } from './read-records.ts';
import type { Translation } from './sources/source.ts';

function judgeEvent(event: Fields, wantsReason: boolean): Verdict {
  const bytes = Buffer.from(JSON.stringify(event));
  const eventId = event.event_id as string;
  if (bytes.length > maxLineBytes)
    return refuse('line_too_long', 'A usage event may hold 1 MiB.', eventId);
  if (isUsageEvent(event)) return { accountId: event.account_id as string, bytes };
  return refuse('schema_invalid', wantsReason ? explainRefusal(usageEvent, event) : '', eventId);
}

/** What becomes of a translated record: its line, why it is refused, or undefined for one that is skipped. */
export function judgeTranslation(
  translation: Translation,
  wantsReason: boolean,
): Verdict | undefined {
  if (translation === 'skip') return undefined;
  if ('event' in translation) return judgeEvent(translation.event, wantsReason);
  const { code, message, eventId } = translation.refusal;
  return refuse(code, message, eventId);
}
