import type { ClaimedDelivery } from '../../services/storage/deliveries.ts';
import type { Endpoint } from '../../services/storage/endpoints.ts';
import { toMessageId } from '../../services/webhooks/message-id.ts';
import { signMessage } from '../../services/webhooks/sign-message.ts';
import { deriveSigningKeys, type SigningKeys } from '../../services/webhooks/signing-keys.ts';
import { writeBody } from './body-formats.ts';
import { callOnce, type Posted, type PostOptions } from './call-once.ts';

export type Post = (endpoint: Endpoint, delivery: ClaimedDelivery) => Promise<Posted>;

export interface SigningOptions extends PostOptions {
  /** What the keys of all endpoints are derived from. */
  readonly instanceKey: Buffer;
  readonly clock: () => number;
}

/** Posts messages, signed by the keys of their endpoint, after a rotation by the ones before as well. */
export function createPost(options: SigningOptions): Post {
  const { instanceKey, clock } = options;
  const known = new Map<string, SigningKeys>();

  function keysOf(endpointId: string, generation: number): SigningKeys {
    const name = `${endpointId} ${generation}`;
    const keys = known.get(name) ?? deriveSigningKeys(instanceKey, { endpointId, generation });
    known.set(name, keys);
    return keys;
  }

  return ({ endpointId, generation, rotatedUntil, url, format }, delivery) => {
    const now = clock();
    const isOverlapping = rotatedUntil !== null && rotatedUntil.getTime() > now;
    const generations = isOverlapping ? [generation, generation - 1] : [generation];
    const { body, headers: own } = writeBody(format, delivery);
    const signed = {
      id: toMessageId(delivery.messageId),
      timestamp: Math.floor(now / 1_000),
      body,
    };
    const keys = generations.map((each) => keysOf(endpointId, each));
    const headers = {
      ...{ ...own, 'user-agent': 'stillwatch' },
      ...{ 'content-length': String(Buffer.byteLength(body)), ...signMessage(keys, signed) },
    };
    return callOnce({ method: 'POST', url: new URL(url), headers, body }, options);
  };
}
