import type { IncomingHttpHeaders } from 'node:http';
import type { Caller } from './judge-call.ts';

function first(value: string | string[] | undefined): string | undefined {
  const text = Array.isArray(value) ? value[0] : value;
  return text === undefined || text === '' ? undefined : text;
}

/** Every address on the way counts: one that a caller adds of its own can only restrict it further. */
function addressesOf(value: string | string[] | undefined): string[] {
  const text = Array.isArray(value) ? value.join(',') : (value ?? '');
  return text
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '');
}

function text(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}

/** Of a body that is no JSON object, nothing: a gateway may hand on the body of the call itself, cut or whole. */
function fieldsOf(body: Buffer | undefined): Readonly<Record<string, unknown>> {
  if (body?.[0] !== 0x7b) return {};
  try {
    return JSON.parse(body.toString()) as Record<string, unknown>;
  } catch {
    return {};
  }
}

/**
 * Who calls: by the headers `x-account-id`, `x-api-key-id` and `x-forwarded-for`, which the gateway sets, else by
 * `{"account_id","api_key_id","ip"}`. Undefined when nobody is named.
 */
export function readCaller(headers: IncomingHttpHeaders, body?: Buffer): Caller | undefined {
  const named = {
    accountId: first(headers['x-account-id']),
    apiKeyId: first(headers['x-api-key-id']),
  };
  const fields =
    named.accountId === undefined || named.apiKeyId === undefined ? fieldsOf(body) : {};
  const accountId = named.accountId ?? text(fields['account_id']);
  const apiKeyId = named.apiKeyId ?? text(fields['api_key_id']);
  const ip = text(fields['ip']);
  const addresses = [...addressesOf(headers['x-forwarded-for']), ...(ip === undefined ? [] : [ip])];
  const isNamed = accountId !== undefined || apiKeyId !== undefined || addresses.length > 0;
  return isNamed ? { accountId, apiKeyId, addresses } : undefined;
}
