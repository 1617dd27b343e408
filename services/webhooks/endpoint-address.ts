import type { EndpointKind } from '../storage/endpoints.ts';

const webProtocols = ['https:', 'http:'];
const mailProtocols = ['smtps:', 'smtp:'];

/** Whether an endpoint of the kind can be called at an address; nothing secret may stand before its host. */
export function isCallable(kind: EndpointKind, text: string): boolean {
  if (!URL.canParse(text)) return false;
  const { protocol, hostname, username, password } = new URL(text);
  const protocols = kind === 'email' ? mailProtocols : webProtocols;
  return protocols.includes(protocol) && hostname !== '' && username === '' && password === '';
}

/** What of an address may be shown: the whole address of a Slack webhook is its credential. */
export function splitAddress(
  kind: EndpointKind,
  address: string,
): { readonly url: string; readonly secret?: string } {
  return kind === 'slack' ? { url: new URL(address).origin, secret: address } : { url: address };
}
