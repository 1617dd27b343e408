import type { Pool } from 'pg';
import { createApiKey, endApiKey } from '../../storage/api-key-changes.ts';
import { createPassword } from '../../storage/new-password.ts';
import * as changes from '../../storage/staff-changes.ts';
import { newKey, newUser, roleBody } from '../people-schemas.ts';
import { readForm } from './form-work.ts';

/** A form of the people page: by whom, about the user or key with the id. */
interface SentForm {
  readonly actor: string;
  readonly id: string;
  readonly body: unknown;
}

/** What was made and is shown on the answering page, this once. */
export interface Secret {
  readonly kind: 'password' | 'key';
  readonly owner: string;
  readonly value: string;
}

/** Back to the page with a word of what was done, or the page with a secret. */
export type PeopleOutcome = { readonly done: string } | { readonly secret: Secret };

export type PeopleForm = (pool: Pool, sent: SentForm) => Promise<PeopleOutcome>;

/** By address, which is that of the API behind /people in place of /api. */
export const peopleForms = {
  'staff-users': async (pool, { actor, body }) => {
    const password = createPassword();
    const given = { ...readForm(newUser, body), password };
    const { email } = await changes.addStaffUser(pool, actor, given);
    return { secret: { kind: 'password', owner: email, value: password } };
  },
  'staff-users/:id/role': async (pool, { actor, id, body }) => {
    const { role } = readForm(roleBody, body);
    await changes.changeRole(pool, { actor, staffUserId: id }, role);
    return { done: 'role' };
  },
  'staff-users/:id/disable': async (pool, { actor, id }) => {
    await changes.disableStaffUser(pool, { actor, staffUserId: id });
    return { done: 'disabled' };
  },
  'staff-users/:id/enable': async (pool, { actor, id }) => {
    await changes.enableStaffUser(pool, { actor, staffUserId: id });
    return { done: 'enabled' };
  },
  'staff-users/:id/password': async (pool, { actor, id }) => {
    const password = createPassword();
    const { email } = await changes.resetPassword(pool, { actor, staffUserId: id }, password);
    return { secret: { kind: 'password', owner: email, value: password } };
  },
  keys: async (pool, { actor, body }) => {
    const { scope, name, source } = readForm(newKey, body);
    const { secret } = await createApiKey(pool, actor, { scope, name, source: source || null });
    return { secret: { kind: 'key', owner: name, value: secret } };
  },
  'keys/:id/revoke': async (pool, { actor, id }) => {
    await endApiKey(pool, actor, id);
    return { done: 'revoked' };
  },
} as const satisfies Readonly<Record<string, PeopleForm>>;
