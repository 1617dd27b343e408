import { createEverydayChat } from '../honest/everyday-chat.ts';
import { drawParameters, type SharedTraits } from '../identity.ts';
import { addressIn, drawClientKind, drawNetwork, type ClientKind } from '../infrastructure.ts';
import { between, chance, hex, pick, type Random } from '../random.ts';
import type { Role } from '../role.ts';
import type { World } from '../world.ts';
import { createFleetMember, planFleet } from './fleet.ts';

const dayMs = 86_400_000;

/** How much infrastructure the members have in common; with `none` only their requests tie them together. */
type Sharing = 'much' | 'some' | 'none';

interface FleetTraits {
  readonly sharing: Sharing;
  readonly client: ClientKind;
  readonly networks: readonly string[];
  readonly cards: readonly string[];
  readonly domains: readonly string[];
  readonly signedUpAt: number;
}

function many<T>(count: number, draw: () => T): T[] {
  return Array.from({ length: count }, draw);
}

function drawFleetTraits(world: World, size: number, random: Random): FleetTraits {
  const sharing = pick(random, ['much', 'some', 'none'] as const);
  const networks = sharing === 'much' ? between(random, 3, 6) : Math.ceil(size / 2);
  return {
    sharing,
    client: drawClientKind(random, pick(random, ['aiohttp/3.10', 'python-requests/2.32'])),
    networks: many(networks, () => drawNetwork(random)),
    cards: many(Math.ceil(size / 6), () => hex(random, 24)),
    domains: many(sharing === 'much' ? 2 : Math.ceil(size / 4), () => `mail-${hex(random, 8)}`),
    signedUpAt: world.startAt - between(random, 2, 40) * dayMs,
  };
}

function memberTraits(traits: FleetTraits, random: Random): SharedTraits {
  if (traits.sharing === 'none') return {};
  const createdAt = traits.signedUpAt + random.next() * 4 * dayMs;
  const clients = many(between(random, 1, 3), () => ({
    ...traits.client,
    ip: addressIn(random, pick(random, traits.networks)),
    asn: 64_512 + 7 * between(random, 0, 20),
  }));
  return {
    record: {
      created_at: new Date(createdAt).toISOString(),
      email_domain: pick(random, traits.domains),
      ...(traits.sharing === 'much' && { payment_fingerprint: pick(random, traits.cards) }),
    },
    ...(traits.sharing === 'much' || chance(random, 0.5) ? { clients } : {}),
  };
}

interface FleetOptions {
  readonly size: number;
  /** Whether the fleet moves to the newest model as soon as that appears. */
  readonly retargets: boolean;
}

/** Accounts of one controller that share a bank of tasks, a rare template and, at times, infrastructure. */
export function castFleet(world: World, options: FleetOptions, random: Random): Role[] {
  const plan = planFleet(world, options, random);
  const traits = drawFleetTraits(world, options.size, random);
  const campaignId = `fleet-${hex(random, 8)}`;
  const parameters = chance(random, 0.6) ? drawParameters(random) : undefined;
  return Array.from({ length: options.size }, (_, member): Role => ({
    scenario: options.retargets ? 'release_pivot' : 'hydra_fleet',
    label: 'extraction',
    campaignId,
    factory: createFleetMember(plan, member, createEverydayChat),
    shared: { ...memberTraits(traits, random), ...(parameters && { parameters }) },
  }));
}
