import { AppError } from '../../services/errors.ts';
import type { ClaimedDelivery } from '../../services/storage/deliveries.ts';
import type { Endpoint } from '../../services/storage/endpoints.ts';
import type { Pool } from '../../services/storage/pool.ts';
import { settingsOf } from '../../services/webhooks/endpoint-kinds.ts';
import { openSecret } from '../../services/webhooks/sealed-secret.ts';
import { done, refuse, type Adapter, type ApiCall, type CallApi } from './adapters/adapter.ts';
import { createKongAdapter } from './adapters/kong.ts';
import { createLiteLlmAdapter } from './adapters/litellm.ts';
import { createTemplateAdapter } from './adapters/http-template.ts';
import { callOnce, type Posted } from './call-once.ts';
import type { Post, SigningOptions } from './post-signed.ts';

interface Product {
  readonly adapter: Adapter;
  /** Changes nothing; undefined where the way cannot be tested. */
  readonly ping: ApiCall | undefined;
  /** The header that the credential stands in. */
  readonly credential: (secret: string) => Readonly<Record<string, string>>;
}

const products = {
  litellm: ({ endpointId, settings }: Endpoint, pool: Pool): Product => ({
    adapter: createLiteLlmAdapter({
      pool,
      endpointId,
      settings: settingsOf.litellm.parse(settings),
    }),
    ping: { method: 'GET', path: '/v1/models' },
    credential: (secret) => ({
      authorization: `Bearer ${secret}`,
      'litellm-changed-by': 'stillwatch',
    }),
  }),
  kong: ({ settings }: Endpoint): Product => {
    const read = settingsOf.kong.parse(settings);
    return {
      adapter: createKongAdapter(read),
      ping: { method: 'GET', path: '/consumers?size=1' },
      credential: (secret) => ({ [read.token_header]: secret }),
    };
  },
  http: ({ settings }: Endpoint): Product => {
    const read = settingsOf.http.parse(settings);
    return {
      adapter: createTemplateAdapter(read),
      ping: read.ping,
      credential: (secret) => ({ [read.secret_header]: secret }),
    };
  },
};

/** An address below the endpoint's own, whatever path that has. */
function urlBelow(base: string, path: string): URL {
  const { origin, pathname } = new URL(base);
  return new URL(`${origin}${pathname.replace(/\/$/, '')}${path}`);
}

interface Access {
  readonly base: string;
  readonly headers: Readonly<Record<string, string>>;
  /** Milliseconds since the epoch at which all calls of a delivery must have ended. */
  readonly deadline: number;
}

function createCall(options: SigningOptions, { base, headers, deadline }: Access): CallApi {
  return async ({ method, path, body }) => {
    const timeoutMs = deadline - options.clock();
    if (timeoutMs <= 0) return { status: null, error: 'timeout', retryAfterMs: null, text: '' };
    const text = body === undefined ? '' : JSON.stringify(body);
    const described = body === undefined ? {} : { 'content-type': 'application/json' };
    const length = { 'content-length': String(Buffer.byteLength(text)) };
    const all = { accept: 'application/json', 'user-agent': 'stillwatch', ...described, ...length };
    const url = urlBelow(base, path);
    return callOnce(
      { method, url, headers: { ...all, ...headers }, body: text },
      {
        ...options,
        timeoutMs,
      },
    );
  };
}

/** What a product is spoken to with. Throws credential_unreadable. */
function openAccess(endpoint: Endpoint, product: Product, options: SigningOptions): Access {
  const { endpointId, sealedSecret, url: base } = endpoint;
  const secret =
    sealedSecret === null ? null : openSecret(options.instanceKey, endpointId, sealedSecret);
  const headers = secret === null ? {} : product.credential(secret);
  return { base, headers, deadline: options.clock() + options.timeoutMs };
}

async function carry(product: Product, message: ClaimedDelivery, call: CallApi): Promise<Posted> {
  if (message.type !== 'endpoint.ping') return product.adapter(message, call);
  if (product.ping === undefined) return refuse('no_test_configured');
  const { error, status, retryAfterMs } = await call(product.ping);
  return error === null ? done : { error, status, retryAfterMs };
}

/** Carries messages to products through their own APIs, and to everybody else by `postSigned`. */
export function createCarrier(pool: Pool, options: SigningOptions, postSigned: Post): Post {
  return async (endpoint, message) => {
    const { kind } = endpoint;
    if (kind === 'webhook') return postSigned(endpoint, message);
    try {
      const product = products[kind](endpoint, pool);
      const call = createCall(options, openAccess(endpoint, product, options));
      return await carry(product, message, call);
    } catch (error) {
      // Of this endpoint alone: its messages are tried again once its credential was given anew.
      if (!(error instanceof AppError) || error.code !== 'credential_unreadable') throw error;
      return { status: null, error: error.code, retryAfterMs: null };
    }
  };
}
