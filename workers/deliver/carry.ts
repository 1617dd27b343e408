import { AppError } from '../../services/errors.ts';
import type { ClaimedDelivery } from '../../services/storage/deliveries.ts';
import type { Endpoint } from '../../services/storage/endpoints.ts';
import type { Pool } from '../../services/storage/pool.ts';
import { settingsOf } from '../../services/webhooks/endpoint-kinds.ts';
import { openSecret } from '../../services/webhooks/sealed-secret.ts';
import type { CallApi } from './adapters/adapter.ts';
import { callOnce, type Posted } from './call-once.ts';
import { sendMail } from './notices/email.ts';
import type { Post, SigningOptions } from './post-signed.ts';
import { products, type Product } from './products.ts';

export interface CarryOptions extends SigningOptions {
  /** Where people open the console; links are left out without it. */
  readonly consoleUrl?: string | undefined;
}

/** An address below the endpoint's own, whatever path that has. */
function urlBelow(base: string, path: string): URL {
  const { origin, pathname } = new URL(base);
  return new URL(`${origin}${pathname.replace(/\/$/, '')}${path}`);
}

/** All calls of one delivery share the time that it may take. */
function createCall(options: CarryOptions, { base, headers: own }: Product): CallApi {
  const deadline = options.clock() + options.timeoutMs;
  return async ({ method, path, body }) => {
    const timeoutMs = deadline - options.clock();
    if (timeoutMs <= 0) return { status: null, error: 'timeout', retryAfterMs: null, text: '' };
    const text = body === undefined ? '' : JSON.stringify(body);
    const described = body === undefined ? {} : { 'content-type': 'application/json' };
    const headers = {
      ...{ accept: 'application/json', 'user-agent': 'stillwatch', ...described },
      ...{ 'content-length': String(Buffer.byteLength(text)), ...own },
    };
    const call = { method, url: urlBelow(base, path), headers, body: text };
    return callOnce(call, { ...options, timeoutMs });
  };
}

/** Throws credential_unreadable. */
function readSecret({ endpointId, sealedSecret }: Endpoint, instanceKey: Buffer): string | null {
  return sealedSecret === null ? null : openSecret(instanceKey, endpointId, sealedSecret);
}

interface Carrying {
  readonly pool: Pool;
  readonly options: CarryOptions;
  readonly postSigned: Post;
}

async function carry(
  { pool, options, postSigned }: Carrying,
  endpoint: Endpoint,
  message: ClaimedDelivery,
): Promise<Posted> {
  const { kind, url } = endpoint;
  if (kind === 'webhook') return postSigned(endpoint, message);
  const { consoleUrl } = options;
  const secret = readSecret(endpoint, options.instanceKey);
  if (kind === 'email') {
    const settings = settingsOf.email.parse(endpoint.settings);
    return sendMail(message, { url, settings, secret, consoleUrl }, options);
  }
  const product = products[kind]({ endpoint, pool, secret, consoleUrl });
  return product.adapter(message, createCall(options, product));
}

/** Carries messages to products through their own APIs, to people as they read them, and to others by `postSigned`. */
export function createCarrier(pool: Pool, options: CarryOptions, postSigned: Post): Post {
  return async (endpoint, message) => {
    try {
      return await carry({ pool, options, postSigned }, endpoint, message);
    } catch (error) {
      // Of this endpoint alone: its messages are tried again once its credential was given anew.
      if (!(error instanceof AppError) || error.code !== 'credential_unreadable') throw error;
      return { status: null, error: error.code, retryAfterMs: null };
    }
  };
}
