import { isIP } from 'node:net';
import { createTransport, type SMTPTransportOptions } from 'nodemailer';
import type { ClaimedDelivery } from '../../../services/storage/deliveries.ts';
import type { SettingsOf } from '../../../services/webhooks/endpoint-kinds.ts';
import { toMessageId } from '../../../services/webhooks/message-id.ts';
import type { Posted, PostOptions } from '../call-once.ts';
import { guardEgress, isAllowed } from '../egress-guard.ts';
import { writeNotice } from './write-notice.ts';

interface Mailbox {
  /** `smtps://host:465`, or `smtp://host:587`, which must offer STARTTLS unless it is in an allowed network. */
  readonly url: string;
  readonly settings: SettingsOf<'email'>;
  readonly secret: string | null;
  readonly consoleUrl: string | undefined;
}

type Route = { readonly transport: SMTPTransportOptions } | { readonly refusal: string };

/** To the address that the guard has let pass, under the name that its certificate has to have. */
async function routeTo({ url, settings, secret }: Mailbox, options: PostOptions): Promise<Route> {
  const { protocol, hostname, port } = new URL(url);
  const guarded = new URL(`https://${hostname}`);
  const egress = await guardEgress(guarded, options.allowed, options.resolve);
  if ('refusal' in egress) return egress;
  const isSecure = protocol === 'smtps:';
  const name = hostname.replace(/^\[|\]$/g, '');
  const { timeoutMs } = options;
  return {
    transport: {
      ...{ host: egress.address, port: Number(port === '' ? (isSecure ? 465 : 587) : port) },
      ...{ secure: isSecure, requireTLS: !isSecure && !isAllowed(egress.address, options.allowed) },
      ...(isIP(name) === 0 ? { tls: { servername: name } } : {}),
      ...(secret === null ? {} : { auth: { user: settings.user ?? settings.from, pass: secret } }),
      connectionTimeout: timeoutMs,
      greetingTimeout: timeoutMs,
      socketTimeout: timeoutMs,
      ...{ disableFileAccess: true, disableUrlAccess: true },
    },
  };
}

/** Of an error that nodemailer throws its codes and never its words, which quote addresses. */
function outcomeOf(error: unknown): Posted {
  const { code, responseCode } = error as { code?: unknown; responseCode?: unknown };
  const status = typeof responseCode === 'number' ? responseCode : null;
  const isOfMessage = code === 'EENVELOPE' || code === 'EMESSAGE';
  const failed = {
    ...{ status, retryAfterMs: null },
    error: typeof code === 'string' ? code.toLowerCase() : 'connection_failed',
  };
  // What a mail server refuses for good, it refuses for good (RFC 5321, 4.2.1).
  return isOfMessage && status !== null && status >= 500 ? { ...failed, isRefused: true } : failed;
}

function writeMail(message: ClaimedDelivery, { settings, consoleUrl }: Mailbox) {
  const { from, to } = settings;
  const { title, lines } = writeNotice(message, consoleUrl);
  const text = lines.map(({ text, url }) => (url === null ? text : `${text}\n${url}`)).join('\n\n');
  return {
    ...{ from, to, subject: title, text: `${title}\n\n${text}\n` },
    // The same at every attempt, so that a mailbox can tell a repeat.
    messageId: `<${toMessageId(message.messageId)}.stillwatch@${from.split('@').at(-1) ?? ''}>`,
    headers: { 'auto-submitted': 'auto-generated' },
  };
}

/** Sends a message as an e-mail. Never throws: a failed attempt is an outcome too. */
export async function sendMail(
  message: ClaimedDelivery,
  mailbox: Mailbox,
  options: PostOptions,
): Promise<Posted> {
  const route = await routeTo(mailbox, options);
  if ('refusal' in route) return { status: null, error: route.refusal, retryAfterMs: null };
  const transport = createTransport(route.transport);
  try {
    const { rejected } = await transport.sendMail(writeMail(message, mailbox));
    if (rejected.length === 0) return { status: 250, error: null, retryAfterMs: null };
    return { status: null, error: 'recipients_refused', retryAfterMs: null, isRefused: true };
  } catch (error) {
    return outcomeOf(error);
  } finally {
    transport.close();
  }
}
