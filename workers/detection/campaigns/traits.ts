import type { HeavyName } from '../profile/content.ts';
import type { IdentityName, Profile } from '../profile/profile.ts';
import { heavyHittersOf } from '../sketches/space-saving.ts';

export const traitFamilies = [
  'system',
  'longHead',
  'longTail',
  'network',
  'fingerprint',
  'payment',
  'phone',
  'signupNetwork',
  'emailDomain',
] as const;
export type TraitFamily = (typeof traitFamilies)[number];

/** What ties members together: a trait that they carry, or that they act in lockstep. */
export type LinkFamily = TraitFamily | 'activity';
type LinkKind = 'template' | 'network' | 'client' | 'identity' | 'behaviour';

/** Links of one kind are no independent evidence of each other. */
export const kindOf: Readonly<Record<LinkFamily, LinkKind>> = {
  system: 'template',
  longHead: 'template',
  longTail: 'template',
  network: 'network',
  fingerprint: 'client',
  payment: 'identity',
  phone: 'identity',
  signupNetwork: 'network',
  emailDomain: 'identity',
  activity: 'behaviour',
};

/** Traits that a group may form around. The others, shared by millions of clients, only support. */
export const anchors: ReadonlySet<LinkFamily> = new Set([
  'system',
  'longHead',
  'longTail',
  'payment',
  'phone',
  'network',
  'signupNetwork',
]);

export interface Trait {
  readonly family: TraitFamily;
  readonly hash: number;
}

/** A trait counts for an account when it stands behind this many of its requests and this share of them. */
const fewestUses = 3;
const smallestShare = 0.15;
const mostOfAFamily = 3;

const behaviour = [
  'system',
  'longHead',
  'longTail',
  'network',
  'fingerprint',
] as const satisfies HeavyName[];
const identity = [
  'payment',
  'phone',
  'signupNetwork',
  'emailDomain',
] as const satisfies IdentityName[];

/** What an account might share with others of the same controller, heaviest first. */
export function traitsOf(profile: Profile): Trait[] {
  const traits: Trait[] = [];
  for (const family of behaviour) {
    const isTemplate = family === 'longHead' || family === 'longTail';
    const whole = isTemplate ? profile.counters.openers : profile.counters.requests;
    const uses = Math.max(fewestUses, smallestShare * whole);
    const heavy = heavyHittersOf(profile.heavy[family]).filter(
      ({ count, error }) => count - error >= uses,
    );
    for (const { key } of heavy.slice(0, mostOfAFamily)) traits.push({ family, hash: key });
  }
  for (const family of identity) {
    const hash = profile.identity[family];
    if (hash !== 0) traits.push({ family, hash });
  }
  return traits;
}

export function traitKey({ family, hash }: Trait): string {
  return `${family}:${hash.toString(16).padStart(8, '0')}`;
}
