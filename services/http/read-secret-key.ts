import type { IncomingHttpHeaders } from 'node:http';

function passwordOf(credentials: string): string | undefined {
  const decoded = Buffer.from(credentials, 'base64').toString();
  const colon = decoded.indexOf(':');
  return colon === -1 ? undefined : decoded.slice(colon + 1);
}

function keyOfAuthorization(header: string): string | undefined {
  const [, scheme = '', value = ''] = /^(\w+) +(\S+) *$/.exec(header) ?? [];
  if (scheme.toLowerCase() === 'bearer') return value;
  if (scheme.toLowerCase() === 'basic') return passwordOf(value);
  return undefined;
}

/** The caller's key from Bearer, Basic (as its password) or `X-Api-Key`; undefined when there is none. */
export function readSecretKey(headers: IncomingHttpHeaders): string | undefined {
  const direct = headers['x-api-key'];
  const { authorization } = headers;
  const key =
    (authorization === undefined ? undefined : keyOfAuthorization(authorization)) ?? direct;
  return typeof key === 'string' && key !== '' ? key : undefined;
}
