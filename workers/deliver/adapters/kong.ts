import { z } from 'zod';
import type { Restriction, SettingsOf } from '../../../services/webhooks/endpoint-kinds.ts';
import type { Posted } from '../call-once.ts';
import { restrictionOf } from '../restriction-of.ts';
import {
  done,
  misread,
  parseAnswer,
  refuse,
  segment,
  type Adapter,
  type CallApi,
} from './adapter.ts';

const consumers = z.object({ data: z.array(z.object({ id: z.string().min(1) })) });

type Found = { readonly path: string } | { readonly posted: Posted };

/** An account is a consumer's custom id, else its name or id, as the log reader takes it. */
async function findConsumer(call: CallApi, accountId: string): Promise<Found> {
  const custom = encodeURIComponent(accountId);
  const listed = await call({ method: 'GET', path: `/consumers?custom_id=${custom}` });
  if (listed.error !== null) return { posted: listed };
  const read = consumers.safeParse(parseAnswer(listed));
  if (!read.success) return { posted: misread(listed) };
  const [byCustomId] = read.data.data;
  const named = segment(byCustomId?.id ?? accountId);
  return named === null ? { posted: refuse('target_unfit') } : { path: `/consumers/${named}` };
}

/** Unless the status is among those that mean the same as success. */
async function expecting(answered: ReturnType<CallApi>, statuses: readonly number[]) {
  const { text: _text, ...posted } = await answered;
  return posted.status !== null && statuses.includes(posted.status) ? done : posted;
}

type Groups = Readonly<Record<Restriction, string | undefined>>;

interface Membership {
  readonly acls: string;
  readonly groups: Groups;
  readonly wanted: string | undefined;
}

/** In first, out second: at no moment is the customer freer than both the old and the new state say. */
async function regroup(call: CallApi, { acls, groups, wanted }: Membership): Promise<Posted> {
  if (wanted !== undefined) {
    const joined = call({ method: 'POST', path: acls, body: { group: wanted } });
    const posted = await expecting(joined, [409]);
    if (posted.status === 404) return refuse('target_unknown');
    if (posted.error !== null) return posted;
  }
  for (const group of Object.values(groups)) {
    if (group === undefined || group === wanted) continue;
    const posted = await expecting(call({ method: 'DELETE', path: `${acls}/${group}` }), [404]);
    if (posted.error !== null) return posted;
  }
  return done;
}

/** Which of the groups a consumer is to be in, by the ACL plug-in's `deny`. */
export function createKongAdapter(settings: SettingsOf<'kong'>): Adapter {
  const groups: Groups = {
    ban: settings.ban_group,
    throttle: settings.throttle_group,
    challenge: settings.challenge_group,
  };

  return async ({ scope, value, action }, call) => {
    if (scope !== 'account' || value === null) return refuse('scope_not_supported');
    const restriction = restrictionOf(action);
    const wanted = restriction === null ? undefined : groups[restriction];
    const found = await findConsumer(call, value);
    if ('posted' in found) return found.posted;
    const posted = await regroup(call, { acls: `${found.path}/acls`, groups, wanted });
    const isLess = posted.error === null && restriction !== null && wanted === undefined;
    return isLess ? refuse('action_not_supported') : posted;
  };
}
