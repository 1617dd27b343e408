import {
  deleteKeyHold,
  insertKeyBefore,
  listHeldKeys,
  readHeldKey,
  upsertKeyHold,
  type KeyBefore,
  type KeyRestriction,
  type KeyTarget,
} from '../../../services/storage/key-holds.ts';
import type { CaseAction } from '../../../services/storage/decisions.ts';
import type { Pool } from '../../../services/storage/pool.ts';
import type { SettingsOf } from '../../../services/webhooks/endpoint-kinds.ts';
import type { Posted } from '../call-once.ts';
import { restrictionOf } from '../restriction-of.ts';
import { done, refuse, type Adapter, type CallApi } from './adapter.ts';
import { listUserKeys, readKey } from './litellm-keys.ts';

interface Options {
  readonly pool: Pool;
  readonly endpointId: string;
  readonly settings: SettingsOf<'litellm'>;
}

type Limits = Pick<KeyBefore, 'rpmLimit' | 'tpmLimit'>;

/** The smaller of two limits, where null is none. */
const smaller = (one: number | null, other: number | null) =>
  one === null || other === null ? (one ?? other) : Math.min(one, other);

/** What a throttled key gets: never more than it had. */
function throttled(before: Limits, { throttle }: SettingsOf<'litellm'>): Limits {
  return {
    rpmLimit: smaller(before.rpmLimit, throttle?.rpm_limit ?? null),
    tpmLimit: smaller(before.tpmLimit, throttle?.tpm_limit ?? null),
  };
}

const isSame = (one: Limits, other: Limits) =>
  one.rpmLimit === other.rpmLimit && one.tpmLimit === other.tpmLimit;

interface KeyWork extends Options {
  readonly call: CallApi;
  readonly key: string;
}

async function change(
  { call, key, settings }: KeyWork,
  { now, before, to }: { now: KeyBefore; before: KeyBefore; to: KeyRestriction | null },
): Promise<Posted> {
  const slow = throttled(before, settings);
  const limits = to === 'throttle' ? slow : before;
  // Limits that are neither ours nor those of before were set by a person meanwhile, and stay.
  const isOurs = isSame(now, slow) || isSame(now, before);
  if (!isSame(now, limits) && (to === 'throttle' || isOurs)) {
    const body = { key, rpm_limit: limits.rpmLimit, tpm_limit: limits.tpmLimit };
    const updated = await call({ method: 'POST', path: '/key/update', body });
    if (updated.error !== null) return updated;
  }
  const isBlocked = to === 'ban' || before.blocked;
  if (now.blocked === isBlocked) return done;
  return call({
    method: 'POST',
    path: isBlocked ? '/key/block' : '/key/unblock',
    body: { key },
  });
}

/**
 * Brings a key to where all targets that it belongs to want it, and looks again, as another of them may have changed
 * meanwhile: whoever looks last has seen them all.
 */
async function converge(work: KeyWork): Promise<Posted> {
  const { pool, endpointId, call, key } = work;
  for (;;) {
    const now = await readKey(call, key);
    if ('posted' in now) return now.isGone ? done : now.posted;
    await insertKeyBefore(pool, { endpointId, key }, now.state);
    const { strictest: to, before } = await readHeldKey(pool, endpointId, key);
    const changed = await change(work, { now: now.state, before: before ?? now.state, to });
    if (changed.error !== null) return changed;
    if ((await readHeldKey(pool, endpointId, key)).strictest === to) return done;
  }
}

/** Every key in turn, until one fails. */
async function convergeAll(
  options: Options & { readonly call: CallApi },
  target: KeyTarget,
  { keys, restriction }: { keys: Iterable<string>; restriction: KeyRestriction | null },
): Promise<Posted> {
  for (const key of keys) {
    await upsertKeyHold(options.pool, target, { key, restriction });
    const { error, status, retryAfterMs } = await converge({ ...options, key });
    if (error !== null) return { error, status, retryAfterMs };
    if (restriction === null) await deleteKeyHold(options.pool, target, key);
  }
  return done;
}

/** Null for what the proxy has no way to do. */
function restrictionThere(action: CaseAction | null, { throttle }: SettingsOf<'litellm'>) {
  const restriction = restrictionOf(action);
  if (restriction === 'ban') return restriction;
  return restriction === 'throttle' && throttle !== undefined ? restriction : null;
}

/** Blocks and throttles keys; an internal user has no block of its own, so all keys of the user are taken. */
export function createLiteLlmAdapter(options: Options): Adapter {
  const { pool, endpointId, settings } = options;

  return async ({ scope, value, action }, call) => {
    if ((scope !== 'account' && scope !== 'apikey_hash') || value === null) {
      return refuse('scope_not_supported');
    }
    const restriction = restrictionThere(action, settings);
    const target = { endpointId, scope, value };
    const found = restriction === null ? { keys: [] } : await listUserKeys(call, target);
    if ('posted' in found) return found.posted;
    const keys = new Set([...found.keys, ...(await listHeldKeys(pool, target))]);
    const converged = await convergeAll({ ...options, call }, target, { keys, restriction });
    if (converged.error !== null) return converged;
    if (restriction !== null) return found.keys.length === 0 ? refuse('target_unknown') : done;
    return restrictionOf(action) === null ? done : refuse('action_not_supported');
  };
}
