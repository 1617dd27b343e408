import type { ClaimedDelivery } from '../../../services/storage/deliveries.ts';
import type { ApiCall } from '../adapters/adapter.ts';
import { writeNotice } from './write-notice.ts';

/** What Slack would read as its own markup: https://docs.slack.dev/messaging/formatting-message-text */
const escape = (text: string) =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

/** The call of an incoming webhook, whose whole address is the credential. */
export function callSlack(message: ClaimedDelivery, consoleUrl: string | undefined): ApiCall {
  const { title, lines } = writeNotice(message, consoleUrl);
  const listed = lines.map(({ text, url }) =>
    url === null ? `• ${escape(text)}` : `• <${url}|${escape(text)}>`,
  );
  const text = [`*${escape(title)}*`, ...listed].join('\n');
  const blocks = [{ type: 'section', text: { type: 'mrkdwn', text } }];
  return { method: 'POST', path: '', body: { text: escape(title), blocks } };
}
