import type { SharedTraits } from '../identity.ts';
import { between, chance, hex, type Random } from '../random.ts';

/** Firms with several accounts under one card and mail domain; not all of them declare it. */
export function castOrganisations(accounts: number, random: Random): SharedTraits[] {
  const traits: SharedTraits[] = [];
  while (traits.length < accounts) {
    const size = Math.min(between(random, 2, 6), accounts - traits.length);
    const shared: SharedTraits = {
      record: {
        ...(chance(random, 0.7) && { org_id: `org_${hex(random, 10)}` }),
        email_domain: `mail-${hex(random, 8)}`,
        payment_fingerprint: hex(random, 24),
        verified: chance(random, 0.8),
      },
    };
    for (let i = 0; i < size; i += 1) traits.push(shared);
  }
  return traits;
}
