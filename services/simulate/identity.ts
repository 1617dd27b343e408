import type { AccountRecord } from '../contracts/account.ts';
import type { UsageEvent } from '../contracts/usage-event.ts';
import { drawClients, type Client, type ClientKind } from './infrastructure.ts';
import { drawModelHabit, type ModelHabit } from './models.ts';
import type { Segment } from './persona.ts';
import {
  below,
  between,
  chance,
  exponential,
  hex,
  pick,
  pickSkewed,
  type Random,
} from './random.ts';
import type { World } from './world.ts';

const dayMs = 86_400_000;

/** Everything about an account that does not depend on what it asks. */
export interface Identity {
  readonly record: AccountRecord;
  readonly apiKeyIds: readonly string[];
  readonly clients: readonly Client[];
  readonly models: ModelHabit;
  readonly parameters: NonNullable<UsageEvent['request']>;
  readonly sendsSessions: boolean;
  /** False where the customer's contract keeps content out of the log. */
  readonly isContentLogged: boolean;
}

/** Traits that a group of accounts has in common and that replace the drawn ones. */
export interface SharedTraits {
  readonly record?: Partial<AccountRecord>;
  readonly clients?: readonly Client[];
  readonly models?: ModelHabit;
  readonly parameters?: NonNullable<UsageEvent['request']>;
}

const mailDomains = ['a7', 'k2', 'm9', 'p4', 'z1'].map((name) => `mail-${name}`);

/** Sampling settings that a client sends with every call. */
export function drawParameters(random: Random): NonNullable<UsageEvent['request']> {
  return {
    ...(chance(random, 0.6) && { temperature: pick(random, [0, 0.2, 0.3, 0.5, 0.7, 1]) }),
    ...(chance(random, 0.2) && { top_p: pick(random, [0.8, 0.9, 0.95, 1]) }),
    ...(chance(random, 0.6) && {
      max_output_tokens: pick(random, [256, 512, 1000, 1024, 1500, 2000, 2048, 4096, 8192]),
    }),
    ...(chance(random, 0.5) && { stream: chance(random, 0.7) }),
  };
}

/** Accounts of every age, many of them young: one in six signed up in the last three weeks. */
function drawCreatedAt(random: Random, world: World): number {
  const ageDays = chance(random, 0.16) ? below(random, 21) : 21 + exponential(random, 200);
  return Math.floor(world.startAt - ageDays * dayMs - random.next() * dayMs);
}

function drawRecord(random: Random, world: World, segment: Segment): AccountRecord {
  const isCompany = segment !== 'chat_product' || chance(random, 0.2);
  const domain = isCompany ? `mail-${hex(random, 8)}` : pickSkewed(random, mailDomains);
  return {
    account_id: `acct_${hex(random, 16)}`,
    created_at: new Date(drawCreatedAt(random, world)).toISOString(),
    plan: pick(random, isCompany ? ['team', 'scale', 'developer'] : ['free', 'developer', 'plus']),
    ...(chance(random, 0.45) && { segment }),
    ...(chance(random, 0.9) && { signup_ip: hex(random, 24) }),
    ...(chance(random, 0.95) && { email_domain: domain }),
    ...(chance(random, 0.8) && { payment_fingerprint: hex(random, 24) }),
    ...(chance(random, 0.5) && { phone_hash: hex(random, 24) }),
    ...(chance(random, 0.5) && { verified: chance(random, 0.5) }),
  };
}

interface IdentityOptions {
  readonly segment: Segment;
  readonly program?: ClientKind | undefined;
  readonly shared?: SharedTraits | undefined;
}

export function drawIdentity(random: Random, world: World, options: IdentityOptions): Identity {
  const { segment, program, shared = {} } = options;
  const drawn = drawRecord(random, world, segment);
  const apiKeyIds = Array.from({ length: between(random, 1, 3) }, () => `key_${hex(random, 12)}`);
  const clients = shared.clients ?? drawClients(random, world.clients);
  return {
    record: { ...drawn, ...shared.record },
    apiKeyIds,
    clients: clients.map((client) => ({ ...client, ...program })),
    models: shared.models ?? drawModelHabit(random, world.releaseAt),
    parameters: shared.parameters ?? drawParameters(random),
    sendsSessions: chance(random, 0.6),
    isContentLogged: chance(random, 0.992),
  };
}
