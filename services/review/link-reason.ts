import type { ListedLink } from '../storage/campaign-list.ts';

const phrases: Readonly<Record<string, string>> = {
  system: 'send the same system prompt',
  longHead: 'open their requests with the same long text',
  longTail: 'close their requests with the same long text',
  network: 'come from the same network',
  fingerprint: 'use a client with the same TLS fingerprint',
  payment: 'pay by the same instrument',
  phone: 'signed up with the same phone',
  signupNetwork: 'signed up from the same network',
  emailDomain: 'signed up under the same mail domain',
};

/** A link in words, with how rare it is: 'e' to the rarity, in nats, is one in so many accounts. */
export function describeLink({ family, accounts, rarity }: ListedLink): string {
  if (family === 'activity') {
    return `${accounts} accounts are active in the same minutes, which 1 pair in ${oneIn(rarity)} is by chance`;
  }
  const phrase = phrases[family] ?? `share ${family}`;
  return `${accounts} accounts ${phrase}, which 1 account in ${oneIn(rarity)} does`;
}

/** Beyond a million the number says nothing more. */
function oneIn(rarity: number): string {
  const odds = Math.round(Math.exp(Math.max(0, rarity)));
  return odds > 1_000_000 ? 'over a million' : String(odds);
}
