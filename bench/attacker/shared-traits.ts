import { drawParameters, type SharedTraits } from '../../services/simulate/identity.ts';
import { addressIn, drawClientKind, drawNetwork } from '../../services/simulate/infrastructure.ts';
import { between, hex, pick, type Random } from '../../services/simulate/random.ts';
import type { World } from '../../services/simulate/world.ts';
import type { AttackPlan } from './plan.ts';

const dayMs = 86_400_000;
const accountsPerCard = 6;

function many<T>(count: number, draw: () => T): T[] {
  return Array.from({ length: count }, draw);
}

/** Draws what one account has from the attacker's common stock; nothing where the plan shares nothing. */
export function drawSharedTraits(
  world: World,
  plan: AttackPlan,
  random: Random,
): (random: Random) => SharedTraits {
  if (!plan.sharesInfrastructure) return () => ({});
  const kind = drawClientKind(random, 'python-requests/2.32');
  const networks = many(4, () => drawNetwork(random));
  const cards = many(Math.ceil(plan.accounts / accountsPerCard), () => hex(random, 24));
  const domains = many(2, () => `mail-${hex(random, 8)}`);
  const parameters = drawParameters(random);
  const signedUpAt = world.startAt - 10 * dayMs;
  return (own) => ({
    record: {
      created_at: new Date(signedUpAt + Math.floor(own.next() * 4 * dayMs)).toISOString(),
      email_domain: pick(own, domains),
      payment_fingerprint: pick(own, cards),
    },
    clients: many(between(own, 1, 3), () => ({
      ...kind,
      ip: addressIn(own, pick(own, networks)),
      asn: 64_512,
    })),
    parameters,
  });
}
