import { z } from 'zod';
import { timestamp } from '../services/contracts/usage-event.ts';
import { openIndicators, type Indicators } from './detection/campaigns/indicators.ts';
import { traitKey, type TraitFamily } from './detection/campaigns/traits.ts';
import { networkOf } from './detection/profile/network-of.ts';
import { hashString32 } from './detection/sketches/hash.ts';
import { parseSettings, readJson } from './read-detection-settings.ts';

/** The trait family of each kind of indicator, as an operator calls it. */
const families = {
  network: 'network',
  tls_fingerprint: 'fingerprint',
  payment: 'payment',
} as const satisfies Record<string, TraitFamily>;

const indicator = z.strictObject({
  kind: z.enum(['network', 'tls_fingerprint', 'payment']),
  /** As usage events and account records have it: an address, a TLS fingerprint, a payment fingerprint. */
  value: z.string().min(1).max(256),
  /** Who says so: for those who keep the list. */
  source: z.string().min(1).max(256),
  expires_at: timestamp,
});

const mostIndicators = 100_000;
const list = z.array(indicator).max(mostIndicators);

/**
 * Reads an operator's list of indicators: a JSON array. Only hashes of the values stay in memory.
 * @throws AppError `setting_invalid` naming the file and the field.
 */
export async function readIndicators(file: string | URL): Promise<Indicators> {
  const entries = parseSettings(list, await readJson(file), { file });
  return openIndicators(
    entries.map(({ kind, value, expires_at }) => ({
      trait: traitKey({ family: families[kind], hash: hashOf(kind, value) }),
      expiresAt: Date.parse(expires_at),
    })),
  );
}

function hashOf(kind: keyof typeof families, value: string): number {
  if (kind === 'network') return hashString32(networkOf(value));
  const hash = hashString32(value);
  return kind === 'payment' ? hash || 1 : hash;
}
