import type { ClaimedDelivery } from '../../services/storage/deliveries.ts';
import type { Endpoint } from '../../services/storage/endpoints.ts';
import type { Pool } from '../../services/storage/pool.ts';
import { settingsOf } from '../../services/webhooks/endpoint-kinds.ts';
import { done, refuse, type Adapter, type ApiCall } from './adapters/adapter.ts';
import { createKongAdapter } from './adapters/kong.ts';
import { createLiteLlmAdapter } from './adapters/litellm.ts';
import { createTemplateAdapter } from './adapters/http-template.ts';
import { callPagerDuty } from './notices/pagerduty.ts';
import { callSlack } from './notices/slack.ts';

export interface ProductContext {
  readonly endpoint: Endpoint;
  readonly pool: Pool;
  /** The endpoint's credential; null without one. */
  readonly secret: string | null;
  /** Where people open the console; links are left out without it. */
  readonly consoleUrl: string | undefined;
}

/** How a product is spoken to. */
export interface Product {
  readonly adapter: Adapter;
  /** The address that all calls are below. */
  readonly base: string;
  readonly headers: Readonly<Record<string, string>>;
}

/** A test calls what changes nothing; without such a call the way cannot be tested. */
function withPing(adapter: Adapter, ping: ApiCall | undefined): Adapter {
  return async (message, call) => {
    if (message.type !== 'endpoint.ping') return adapter(message, call);
    if (ping === undefined) return refuse('no_test_configured');
    const { error, status, retryAfterMs } = await call(ping);
    return error === null ? done : { error, status, retryAfterMs };
  };
}

const credential = (secret: string | null, write: (secret: string) => Record<string, string>) =>
  secret === null ? {} : write(secret);

function speakLiteLlm({ endpoint, pool, secret }: ProductContext): Product {
  const { endpointId, url } = endpoint;
  const settings = settingsOf.litellm.parse(endpoint.settings);
  const adapter = createLiteLlmAdapter({ pool, endpointId, settings });
  const authorized = credential(secret, (key) => ({ authorization: `Bearer ${key}` }));
  return {
    ...{ adapter: withPing(adapter, { method: 'GET', path: '/v1/models' }), base: url },
    headers: { ...authorized, 'litellm-changed-by': 'stillwatch' },
  };
}

function speakKong({ endpoint, secret }: ProductContext): Product {
  const settings = settingsOf.kong.parse(endpoint.settings);
  const ping = { method: 'GET', path: '/consumers?size=1' } as const;
  return {
    ...{ adapter: withPing(createKongAdapter(settings), ping), base: endpoint.url },
    headers: credential(secret, (token) => ({ [settings.token_header]: token })),
  };
}

function speakTemplate({ endpoint, secret }: ProductContext): Product {
  const settings = settingsOf.http.parse(endpoint.settings);
  return {
    adapter: withPing(createTemplateAdapter(settings), settings.ping),
    base: endpoint.url,
    headers: credential(secret, (value) => ({ [settings.secret_header]: value })),
  };
}

const calling = (write: (message: ClaimedDelivery) => ApiCall): Adapter => {
  return async (message, call) => {
    const { error, status, retryAfterMs } = await call(write(message));
    const posted = { error, status, retryAfterMs };
    // What they call malformed is so at every attempt.
    return status === 400 ? { ...posted, isRefused: true } : posted;
  };
};

function speakSlack({ endpoint, secret, consoleUrl }: ProductContext): Product {
  const adapter = calling((message) => callSlack(message, consoleUrl));
  return { adapter, base: secret ?? endpoint.url, headers: {} };
}

function speakPagerDuty({ endpoint, secret, consoleUrl }: ProductContext): Product {
  const routed = { routingKey: secret ?? '', consoleUrl };
  return {
    adapter: calling((message) => callPagerDuty(message, routed)),
    ...{ base: endpoint.url, headers: {} },
  };
}

/** The products that are spoken to over HTTP. */
export const products = {
  ...{ litellm: speakLiteLlm, kong: speakKong, http: speakTemplate },
  ...{ slack: speakSlack, pagerduty: speakPagerDuty },
};
