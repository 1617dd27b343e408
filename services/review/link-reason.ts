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

/** A shared trait in words, with how rare it is: 'e' to the rarity, in nats, is one in so many accounts. */
export function describeLink({ family, accounts, rarity }: ListedLink): string {
  const phrase = phrases[family] ?? `share ${family}`;
  const oneIn = Math.max(1, Math.round(Math.exp(rarity)));
  return `${accounts} accounts ${phrase}, which 1 account in ${oneIn} does`;
}
