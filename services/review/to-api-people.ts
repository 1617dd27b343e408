import type { z } from 'zod';
import type { ApiKey } from '../storage/api-keys.ts';
import type { SignedIn, StaffSession } from '../storage/staff-sessions.ts';
import type { ListedStaffUser, StaffUser } from '../storage/staff-users.ts';
import type * as schemas from './people-schemas.ts';

export function toApiUser(user: StaffUser): z.output<typeof schemas.staffUser> {
  return {
    id: user.staffUserId,
    actor: `staff:${user.staffUserId}`,
    email: user.email,
    role: user.role,
    created_at: user.createdAt.toISOString(),
    disabled_at: user.disabledAt?.toISOString() ?? null,
  };
}

export function toApiListedUser(
  user: ListedStaffUser,
  sessions: number,
): z.output<typeof schemas.listedUser> {
  return { ...toApiUser(user), last_seen_at: user.lastSeenAt?.toISOString() ?? null, sessions };
}

export function toApiKey(key: ApiKey): z.output<typeof schemas.apiKey> {
  return {
    id: key.apiKeyId,
    scope: key.scope,
    name: key.name,
    source: key.source,
    created_at: key.createdAt.toISOString(),
    revoked_at: key.revokedAt?.toISOString() ?? null,
  };
}

export function toApiSession(
  session: StaffSession,
  { staffSessionId }: SignedIn,
): z.output<typeof schemas.ownSession> {
  return {
    id: session.staffSessionId,
    created_at: session.createdAt.toISOString(),
    last_used_at: session.lastUsedAt.toISOString(),
    user_agent: session.userAgent,
    is_current: session.staffSessionId === staffSessionId,
  };
}
