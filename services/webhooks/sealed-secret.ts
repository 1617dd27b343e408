import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto';
import { AppError } from '../errors.ts';

const cipher = 'aes-256-gcm';
const ivBytes = 12;
const tagBytes = 16;

/** A key of one endpoint's own, so that a sealed credential that is moved to another endpoint does not open there. */
function keyOf(instanceKey: Buffer, endpointId: string): Buffer {
  return Buffer.from(
    hkdfSync('sha256', instanceKey, '', `stillwatch endpoint credential ${endpointId}`, 32),
  );
}

/** A credential as it is stored: AES-256-GCM (NIST SP 800-38D) under a key derived by HKDF-SHA-256 (RFC 5869). */
export function sealSecret(instanceKey: Buffer, endpointId: string, secret: string): Buffer {
  const iv = randomBytes(ivBytes);
  const sealing = createCipheriv(cipher, keyOf(instanceKey, endpointId), iv);
  const sealed = Buffer.concat([sealing.update(secret, 'utf8'), sealing.final()]);
  return Buffer.concat([iv, sealing.getAuthTag(), sealed]);
}

function open(instanceKey: Buffer, endpointId: string, stored: Buffer): string {
  const iv = stored.subarray(0, ivBytes);
  const key = keyOf(instanceKey, endpointId);
  const opening = createDecipheriv(cipher, key, iv, { authTagLength: tagBytes });
  opening.setAuthTag(stored.subarray(ivBytes, ivBytes + tagBytes));
  const opened = opening.update(stored.subarray(ivBytes + tagBytes));
  return Buffer.concat([opened, opening.final()]).toString('utf8');
}

/** The credential. Throws credential_unreadable when it was sealed under another WEBHOOK_KEY or changed since. */
export function openSecret(instanceKey: Buffer, endpointId: string, stored: Buffer): string {
  try {
    return open(instanceKey, endpointId, stored);
  } catch (cause) {
    throw new AppError(
      'credential_unreadable',
      `The credential of endpoint ${endpointId} was sealed under another WEBHOOK_KEY: give it again.`,
      { cause },
    );
  }
}
