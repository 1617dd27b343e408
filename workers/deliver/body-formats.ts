import type { EndpointFormat } from '../../services/storage/endpoints.ts';
import type { ClaimedDelivery } from '../../services/storage/deliveries.ts';
import { toMessageId } from '../../services/webhooks/message-id.ts';
import { dataOf, writeMessage } from './write-message.ts';
import { writeFinding } from './write-finding.ts';

export interface WrittenMessage {
  readonly body: string;
  /** Beside those of the signature; the signature is over the body alone. */
  readonly headers: Readonly<Record<string, string>>;
}

type WriteBody = (message: ClaimedDelivery) => WrittenMessage;

const json = { 'content-type': 'application/json' };

/** The attributes of CloudEvents 1.0.2 but the data. `subject` is what it is about, as `account/acct-7`. */
function cloudEvent({ messageId, type, scope, value, createdAt }: ClaimedDelivery) {
  const about = value === null ? undefined : `${scope ?? 'policy'}/${value}`;
  return {
    ...{ specversion: '1.0', id: toMessageId(messageId), source: '/stillwatch' },
    type: `stillwatch.${type}`,
    ...(about === undefined ? {} : { subject: about }),
    time: createdAt.toISOString(),
  };
}

/** As the HTTP binding of CloudEvents encodes values of headers: what is no printable ASCII, space, quote and percent. */
function encodeHeader(text: string): string {
  return text.replace(/[^!#$&-~]/gu, (character) =>
    Array.from(
      Buffer.from(character),
      (byte) => `%${byte.toString(16).toUpperCase().padStart(2, '0')}`,
    ).join(''),
  );
}

const formats: Readonly<Record<EndpointFormat, WriteBody>> = {
  native: (message) => ({ body: writeMessage(message), headers: json }),
  cloudevents: (message) => ({
    body: JSON.stringify({
      ...cloudEvent(message),
      ...{ datacontenttype: 'application/json', data: dataOf(message) },
    }),
    headers: { 'content-type': 'application/cloudevents+json; charset=utf-8' },
  }),
  'cloudevents-binary': (message) => {
    const attributes = Object.entries(cloudEvent(message)).map(
      ([name, value]) => [`ce-${name}`, encodeHeader(value)] as const,
    );
    return {
      body: JSON.stringify(dataOf(message)),
      headers: { ...json, ...Object.fromEntries(attributes) },
    };
  },
  ocsf: (message) => ({ body: JSON.stringify(writeFinding(message)), headers: json }),
};

/** A message in the form that its endpoint has chosen. */
export function writeBody(format: EndpointFormat, message: ClaimedDelivery): WrittenMessage {
  return formats[format](message);
}
