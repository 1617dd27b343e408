import { createHmac, sign } from 'node:crypto';
import type { SigningKeys } from './signing-keys.ts';

export interface SignedParts {
  readonly id: string;
  /** Seconds since the epoch. */
  readonly timestamp: number;
  readonly body: string;
}

/**
 * The headers of Standard Webhooks 1.0: a `v1` (HMAC-SHA-256) and a `v1a` (Ed25519) signature by each of the keys, of
 * which a receiver needs to know one.
 */
export function signMessage(
  keys: readonly SigningKeys[],
  { id, timestamp, body }: SignedParts,
): Record<'webhook-id' | 'webhook-timestamp' | 'webhook-signature', string> {
  const signed = Buffer.from(`${id}.${timestamp}.${body}`);
  const signatures = keys.flatMap(({ secret, privateKey }) => [
    `v1,${createHmac('sha256', secret).update(signed).digest('base64')}`,
    `v1a,${sign(null, signed, privateKey).toString('base64')}`,
  ]);
  return {
    'webhook-id': id,
    'webhook-timestamp': String(timestamp),
    'webhook-signature': signatures.join(' '),
  };
}
