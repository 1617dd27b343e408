import type { Pool } from 'pg';
import { listApiKeys, type ApiKey } from '../../storage/api-keys.ts';
import { countStaffSessions } from '../../storage/staff-sessions.ts';
import { listStaffUsers, type ListedStaffUser } from '../../storage/staff-users.ts';
import type { Caller } from '../permissions.ts';
import { showTime } from './format.ts';

interface Seen {
  readonly actor: string;
  /** Open sessions, by the person's id. */
  readonly sessions: ReadonlyMap<string, number>;
}

function showOptionalTime(at: Date | null) {
  return at === null ? null : showTime(at);
}

function showUser(user: ListedStaffUser, { actor, sessions }: Seen) {
  const { staffUserId, email, role } = user;
  return {
    url: `/people/staff-users/${staffUserId}`,
    email,
    role,
    isMe: actor === `staff:${staffUserId}`,
    createdAt: showTime(user.createdAt),
    lastSeenAt: showOptionalTime(user.lastSeenAt),
    disabledAt: showOptionalTime(user.disabledAt),
    sessions: sessions.get(staffUserId) ?? 0,
  };
}

function showKey(key: ApiKey) {
  return {
    url: `/people/keys/${encodeURIComponent(key.apiKeyId)}`,
    id: key.apiKeyId,
    name: key.name,
    scope: key.scope,
    source: key.source,
    createdAt: showTime(key.createdAt),
    revokedAt: showOptionalTime(key.revokedAt),
  };
}

/** Everybody by address; keys that work before those that do not, the newest first. */
export async function showPeople(pool: Pool, { actor }: Caller) {
  const [users, sessions, keys] = await Promise.all([
    listStaffUsers(pool),
    countStaffSessions(pool),
    listApiKeys(pool),
  ]);
  const sorted = [
    ...keys.filter(({ revokedAt }) => revokedAt === null),
    ...keys.filter(({ revokedAt }) => revokedAt !== null),
  ];
  return {
    users: users.map((user) => showUser(user, { actor, sessions })),
    keys: sorted.map(showKey),
  };
}
