import type { FastifyRequest } from 'fastify';
import { AppError } from '../errors.ts';
import { hashSecretKey, type ApiKey, type KeyScope } from '../storage/api-keys.ts';
import { readSecretKey } from './read-secret-key.ts';
import { withDeadline } from './with-deadline.ts';

interface KeyCheckOptions {
  /** Looks a key up by its SHA-256. */
  readonly findKey: (keySha256: Buffer) => Promise<ApiKey | undefined>;
  readonly clock: () => number;
  /** How long an answer is trusted, and so how late a revocation may take hold. */
  readonly ttlMs?: number;
}

interface CachedKey {
  readonly key: ApiKey | undefined;
  readonly until: number;
}

/** Resolves to the caller's key, or throws unauthenticated, key_unknown, key_revoked, scope_forbidden or store_unavailable. */
export type KeyCheck = (
  request: Pick<FastifyRequest, 'headers'>,
  scope: KeyScope,
) => Promise<ApiKey>;

const deadlineMs = 2_000;
// Guessed keys fill the cache too; past this many entries it starts anew.
const maxCachedKeys = 10_000;

/** Checks API keys against the store, with a short cache. While the store is down, a key that was good stays good. */
export function createKeyCheck({ findKey, clock, ttlMs = 2_000 }: KeyCheckOptions): KeyCheck {
  const cache = new Map<string, CachedKey>();
  // One question for all the requests that come at once with a key whose answer has expired.
  const asking = new Map<string, Promise<ApiKey | undefined>>();

  async function ask(hash: Buffer, name: string): Promise<ApiKey | undefined> {
    const known = cache.get(name)?.key;
    const found = withDeadline(findKey(hash), deadlineMs, () => new Error('no answer in time'));
    const key = await found.catch((cause: unknown) => {
      if (known === undefined) throw keysUnavailable(cause);
      return known;
    });
    if (cache.size >= maxCachedKeys) cache.clear();
    cache.set(name, { key, until: clock() + ttlMs });
    return key;
  }

  function lookUp(secret: string): Promise<ApiKey | undefined> {
    const hash = hashSecretKey(secret);
    const name = hash.toString('base64');
    const cached = cache.get(name);
    if (cached !== undefined && clock() < cached.until) return Promise.resolve(cached.key);
    const asked = asking.get(name) ?? ask(hash, name).finally(() => asking.delete(name));
    asking.set(name, asked);
    return asked;
  }

  return async (request, scope) => {
    const secret = readSecretKey(request.headers);
    if (secret === undefined) throw new AppError('unauthenticated', howToAuthenticate);
    const key = await lookUp(secret);
    if (key === undefined) throw new AppError('key_unknown', 'This API key is not known here.');
    if (key.revokedAt !== null) throw new AppError('key_revoked', 'This API key was revoked.');
    if (key.scope !== scope) throw wrongScope(key.scope, scope);
    return key;
  };
}

const howToAuthenticate =
  'Send an API key as "Authorization: Bearer KEY", as "X-Api-Key: KEY", or as a Basic password.';

function wrongScope(has: KeyScope, needs: KeyScope): AppError {
  return new AppError('scope_forbidden', `This key has the scope ${has}; ${needs} is needed here.`);
}

function keysUnavailable(cause: unknown): AppError {
  const options = { cause, retryable: true, retryAfterSeconds: 2 };
  return new AppError('store_unavailable', 'API keys cannot be checked now; try again.', options);
}
