import { createHash } from 'node:crypto';

/** One record of a file, whatever it holds. */
export type Fields = Readonly<Record<string, unknown>>;

type Change = (record: Fields) => Fields;

/** The same traffic as a gateway that logs less would have sent it. */
export interface Variant {
  readonly name: string;
  readonly event?: Change;
  readonly account?: Change;
}

function without(record: Fields, ...names: readonly string[]): Fields {
  return Object.fromEntries(Object.entries(record).filter(([name]) => !names.includes(name)));
}

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function withoutClient(...names: readonly string[]): Change {
  return (event) => {
    const { client } = event;
    return isFields(client) ? { ...event, client: without(client, ...names) } : event;
  };
}

/** Which half an event falls into follows from its id alone. */
export function isRedacted(eventId: string): boolean {
  return ((createHash('sha256').update(eventId).digest()[0] ?? 0) & 1) === 1;
}

function redactHalf(event: Fields): Fields {
  if (typeof event['event_id'] !== 'string' || !isRedacted(event['event_id'])) return event;
  return { ...without(event, 'messages', 'completion'), content_state: 'redacted' };
}

export const fewerFields: readonly Variant[] = [
  { name: 'user agent removed', event: withoutClient('user_agent') },
  { name: 'ASN removed', event: withoutClient('asn') },
  { name: 'account age removed', account: (account) => without(account, 'created_at') },
  { name: 'declared segment removed', account: (account) => without(account, 'segment') },
  {
    name: 'all four removed',
    event: withoutClient('user_agent', 'asn'),
    account: (account) => without(account, 'created_at', 'segment'),
  },
  { name: 'content of half of the events redacted', event: redactHalf },
];
