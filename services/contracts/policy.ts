import { z } from 'zod';
import { clientClass } from './baseline.ts';

/** What a policy may do by itself: nothing that reaches beyond one account, and all of it for days at most. */
export const policyActions = [
  'watch',
  'request_verification',
  'throttle',
  'suspend_account',
] as const;

/** `shadow` records, `propose` asks a person, `act` acts when it is armed and proposes when it is not. */
export const policyModes = ['off', 'shadow', 'propose', 'act'] as const;
export type PolicyMode = (typeof policyModes)[number];

const share = z.number().positive().max(1);

/** Which alerts of accounts it is about: all of these have to hold. */
export const policyMatch = z.strictObject({
  level: z.enum(['review', 'act']),
  /** One of them speaks against the account. */
  detectors: z.array(z.string().min(1)).min(1),
  client_classes: z.array(clientClass).min(1),
  /** In nats. */
  least_score: z.number().nonnegative().default(0),
  /** Requests that the account had sent when it was raised. */
  least_requests: z.int().nonnegative().default(0),
  most_requests: z.int().positive().optional(),
});
export type PolicyMatch = z.output<typeof policyMatch>;

const fields = z.strictObject({
  id: z.string().regex(/^[a-z0-9][a-z0-9-]{0,62}$/, 'must be lower-case words with hyphens'),
  mode: z.enum(policyModes),
  match: policyMatch,
  action: z.enum(policyActions),
  /** After which what it did ends by itself. */
  hours: z.int().min(1).max(168),
  /** It begins at a moment drawn at random within so many; without it, at once. */
  begin_within_hours: z.number().positive().max(72).optional(),
  policy_clause: z.string().trim().min(1),
  reason: z.string().trim().min(1),
  /** The lower end of the 95 % interval of its precision has to be above it before it may act. */
  least_precision: z.number().min(0.5).max(0.999),
  budget: z.strictObject({
    accounts_per_hour: z.int().positive().max(1_000),
    /** Of all accounts, over 24 hours. */
    share_of_accounts: share,
    /** Of all requests: those of the accounts that it acted on in 24 hours. */
    share_of_requests: share,
  }),
});

/** Watching takes nothing from anybody: there is nothing that could begin later. */
export const policy = fields.refine(
  ({ action, begin_within_hours: within }) => action !== 'watch' || within === undefined,
  { path: ['begin_within_hours'], error: 'watch begins at once; leave it out' },
);
export type Policy = z.output<typeof policy>;

export const policyFile = z.strictObject({
  policies: z
    .array(policy)
    .refine(
      (list) => new Set(list.map(({ id }) => id)).size === list.length,
      'every policy needs an id of its own',
    ),
});
