import { z } from 'zod';
import { keyScopes } from '../storage/api-keys.ts';
import { longestPassword, shortestPassword } from '../storage/new-password.ts';
import { staffRoles } from '../storage/staff-users.ts';
import { time } from './common-schemas.ts';

// Nothing that a list could not show on one line, and nothing that Postgres cannot hold.
const noControls = /^\P{Cc}*$/u;
const email = z
  .string()
  .trim()
  .max(320)
  .regex(/^[^\s@\p{Cc}]+@[^\s@\p{Cc}]+$/u, 'An address is needed, such as you@example.com.');
const role = z.enum(staffRoles);

export const newUser = z.object({ email, role });
export const roleBody = z.object({ role });

export const staffUser = z.object({
  id: z.string(),
  actor: z.string().describe('staff:ID, as histories and the audit trail name the person'),
  email: z.string(),
  role,
  created_at: time,
  disabled_at: time.nullable().describe('null for who may sign in'),
});
export const listedUser = staffUser.extend({
  last_seen_at: time.nullable().describe('to the minute'),
  sessions: z.number().describe('sessions that are open'),
});
export const userList = z.object({ items: z.array(listedUser) });
export const userWithPassword = staffUser.extend({
  password: z.string().describe('shown this once'),
});

const source = z.string().trim().max(64).regex(noControls);
export const newKey = z.object({
  scope: z.enum(keyScopes),
  name: z.string().trim().min(1).max(64).regex(noControls),
  source: source.optional().describe('fills the source of usage events that carry none'),
});

export const apiKey = z.object({
  id: z.string(),
  scope: z.enum(keyScopes),
  name: z.string(),
  source: z.string().nullable(),
  created_at: time,
  revoked_at: time.nullable(),
});
export const keyList = z.object({ items: z.array(apiKey) });
export const keyWithSecret = apiKey.extend({ secret: z.string().describe('shown this once') });

export const passwordChange = z.object({
  old_password: z.string().max(longestPassword),
  new_password: z
    .string()
    .min(shortestPassword, `A password needs at least ${shortestPassword} characters.`)
    .max(longestPassword),
});

export const ownSession = z.object({
  id: z.string(),
  created_at: time,
  last_used_at: time.describe('to the minute'),
  user_agent: z.string(),
  is_current: z.boolean().describe('whether this request came with it'),
});
export const ownSessions = z.object({ items: z.array(ownSession) });
