import { z } from 'zod';
import { targetScopes, type TargetScope } from '../storage/enforced-targets.ts';
import type { EndpointKind } from '../storage/endpoints.ts';

export const restrictions = ['ban', 'throttle', 'challenge'] as const;
export type Restriction = (typeof restrictions)[number];

/** The name of a group or a header of a gateway. */
const name = z.string().regex(/^[\w.-]{1,100}$/, 'letters, digits, dots, dashes and underscores');

const litellm = z.strictObject({
  /** Without it a decision to throttle is refused: nobody but the operator can say what is slow. */
  throttle: z
    .strictObject({
      rpm_limit: z.number().int().min(1),
      tpm_limit: z.number().int().min(1).optional(),
    })
    .optional(),
});

const kong = z.strictObject({
  ban_group: name.default('stillwatch-blocked'),
  throttle_group: name.optional(),
  challenge_group: name.optional(),
  token_header: name.default('Kong-Admin-Token'),
});

const templateCall = z.strictObject({
  method: z.enum(['GET', 'POST', 'PUT', 'PATCH', 'DELETE']).default('POST'),
  path: z.string().max(1_000).startsWith('/'),
  body: z.json().optional(),
});
export type TemplateCall = z.output<typeof templateCall>;

const http = z.strictObject({
  scopes: z.array(z.enum(targetScopes)).min(1).default(['account']),
  secret_header: name.default('Authorization'),
  ban: templateCall,
  throttle: templateCall.optional(),
  challenge: templateCall.optional(),
  release: templateCall,
  /** Changes nothing; without it the way cannot be tested. */
  ping: templateCall.optional(),
});

const levels = z.enum(['review', 'act']);
const slack = z.strictObject({ min_level: levels.default('review') });
/** Nobody is woken for what can wait unless the operator says so. */
const pagerduty = z.strictObject({ min_level: levels.default('act') });
const email = z.strictObject({
  min_level: levels.default('review'),
  from: z.email(),
  to: z.array(z.email()).min(1).max(50),
  /** The name to sign in with; `from` without it, nobody without a credential. */
  user: z.string().min(1).max(320).optional(),
});

/** What an endpoint of each kind needs to know beside its address and its credential. */
export const settingsOf = {
  webhook: z.strictObject({}),
  ...{ litellm, kong, http },
  ...{ slack, pagerduty, email },
};

export type SettingsOf<Kind extends EndpointKind> = z.output<(typeof settingsOf)[Kind]>;

/** What an endpoint can do at its product; what it cannot is refused and stays for a person to see. */
export interface Reach {
  readonly scopes: readonly TargetScope[];
  readonly restrictions: readonly Restriction[];
  readonly undoes: string;
}

const tellsPeople = () => ({ scopes: [], restrictions: [], undoes: 'nothing: it tells people' });

const given = (entries: Readonly<Record<Restriction, unknown>>) =>
  restrictions.filter((each) => entries[each] !== undefined);

const reachOf = {
  webhook: () => ({
    ...{ scopes: targetScopes, restrictions },
    undoes: 'whatever its receiver undoes',
  }),
  litellm: (settings) => {
    const { throttle } = litellm.parse(settings);
    return {
      scopes: ['account', 'apikey_hash'],
      restrictions: given({ ban: true, throttle, challenge: undefined }),
      undoes:
        'the block, and the limits as they were before; a key that was blocked before stays blocked',
    };
  },
  kong: (settings) => {
    const read = kong.parse(settings);
    const { ban_group: ban, throttle_group: throttle, challenge_group: challenge } = read;
    return {
      scopes: ['account'],
      restrictions: given({ ban, throttle, challenge }),
      undoes: 'the membership of its groups, which nothing else should use',
    };
  },
  http: (settings) => {
    const { scopes, ban, throttle, challenge } = http.parse(settings);
    return {
      scopes,
      restrictions: given({ ban, throttle, challenge }),
      undoes: 'what its call `release` undoes',
    };
  },
  ...{ slack: tellsPeople, pagerduty: tellsPeople, email: tellsPeople },
} as const satisfies Readonly<Record<EndpointKind, (settings: unknown) => Reach>>;

/** What an endpoint, of its kind and with its settings, can do and undo. */
export function readReach(endpoint: {
  readonly kind: EndpointKind;
  readonly settings: unknown;
}): Reach {
  return reachOf[endpoint.kind](endpoint.settings);
}
