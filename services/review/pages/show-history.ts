import { z } from 'zod';
import type { CaseEvent } from '../../storage/case-events.ts';
import { showTime } from './format.ts';
import { showActor, type ActorNames } from './show-case-head.ts';

const text = z.string().catch('');
const detail = z.object({
  ...{ alert_id: text, level: text, note: text, to: z.string().nullable().catch(null) },
  ...{ until: text, decision_id: text, action: text, outcome: text, undoes: text },
  ...{ policy: text, because: text, hours: z.number().catch(0) },
  ...{ deserved_review: text, break_glass: z.boolean().catch(false) },
});
type Detail = z.output<typeof detail>;

const plain = (code: string) => code.replaceAll('_', ' ');

const words: Readonly<Record<string, (detail: Detail, names: ActorNames) => string>> = {
  alert_joined: ({ level }) => `an alert of the ${level} level joined`,
  claimed: () => 'took the case',
  released: () => 'gave the case back',
  noted: () => 'wrote a note',
  assigned: ({ to }, names) =>
    to === null ? 'assigned it to nobody' : `assigned it to ${showActor(to, names)}`,
  snoozed: ({ until }) => `put it off until ${showTime(new Date(until)).text}`,
  woken: () => 'brought it back',
  proposed: ({ action, hours, because }) =>
    `proposes to ${plain(action)} for ${String(hours)} h; it asks a person (${plain(because)})`,
  decided: ({ action, decision_id: id }) => `decided: ${plain(action)} (decision ${id})`,
  approved: ({ decision_id: id, break_glass: isAlone }) =>
    `approved decision ${id}${isAlone ? ' alone, breaking the glass' : ''}`,
  rejected: ({ decision_id: id }) => `rejected decision ${id}`,
  undone: ({ undoes, action }) => `undid decision ${undoes}: ${plain(action)}`,
  appeal_filed: ({ decision_id: id }) => `filed an appeal against decision ${id}`,
  appeal_upheld: ({ decision_id: id }) => `upheld decision ${id} on appeal`,
  appeal_overturned: ({ decision_id: id }) => `lifted decision ${id} on appeal`,
  closed: ({ outcome, deserved_review: label }) =>
    `closed it with ${plain(outcome)}; deserved review: ${label}`,
};

/** The history of a case in words, the newest first. */
export function showHistory(events: readonly CaseEvent[], names: ActorNames) {
  return events.map((event) => {
    const read = detail.parse(event.detail);
    return {
      version: event.version,
      kind: event.kind,
      who: showActor(event.actor, names),
      what: words[event.kind]?.(read, names) ?? plain(event.kind),
      note: read.note === '' ? null : read.note,
      at: showTime(event.at),
    };
  });
}
