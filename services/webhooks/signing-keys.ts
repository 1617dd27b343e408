import { createPrivateKey, createPublicKey, hkdfSync, type KeyObject } from 'node:crypto';

/** What signs for one endpoint. */
export interface SigningKeys {
  /** 32 bytes, shared with the receiver. */
  readonly secret: Buffer;
  /** Ed25519; its public half is the receiver's. */
  readonly privateKey: KeyObject;
}

// RFC 8410: the fixed head of an Ed25519 private key in PKCS #8; the seed follows.
const pkcs8Head = Buffer.from('302e020100300506032b657004220420', 'hex');

/**
 * The keys of an endpoint's generation, derived from the instance's key by HKDF-SHA-256 (RFC 5869), so that nothing is
 * stored that could be read out of a database or its backup.
 */
export function deriveSigningKeys(
  instanceKey: Buffer,
  endpoint: { readonly endpointId: string; readonly generation: number },
): SigningKeys {
  const derive = (purpose: string) => {
    const info = `stillwatch webhook ${purpose} ${endpoint.endpointId} ${endpoint.generation}`;
    return Buffer.from(hkdfSync('sha256', instanceKey, '', info, 32));
  };
  const der = Buffer.concat([pkcs8Head, derive('ed25519')]);
  return {
    secret: derive('hmac'),
    privateKey: createPrivateKey({ key: der, format: 'der', type: 'pkcs8' }),
  };
}

/** As Standard Webhooks writes them for the receiver: `whsec_` is a secret, `whpk_` is not. */
export function writeSigningKeys({ secret, privateKey }: SigningKeys) {
  const spki = createPublicKey(privateKey).export({ format: 'der', type: 'spki' });
  return {
    secret: `whsec_${secret.toString('base64')}`,
    // The last 32 bytes of the structure are the key itself.
    publicKey: `whpk_${spki.subarray(-32).toString('base64')}`,
  };
}
