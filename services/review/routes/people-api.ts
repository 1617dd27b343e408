import type { FastifyInstance } from 'fastify';
import type { Pool } from 'pg';
import { createPassword } from '../../storage/new-password.ts';
import * as changes from '../../storage/staff-changes.ts';
import { countStaffSessions } from '../../storage/staff-sessions.ts';
import { listStaffUsers } from '../../storage/staff-users.ts';
import { failures, idParams, workFailures } from '../common-schemas.ts';
import * as schemas from '../people-schemas.ts';
import { getCaller } from '../staff-access.ts';
import { toApiListedUser, toApiUser } from '../to-api-people.ts';
import { typed } from './typed.ts';

interface Options {
  readonly pool: Pool;
}

const manages = { permission: 'manage_people' } as const;

function addUsers(app: FastifyInstance, { pool }: Options): void {
  const list = {
    response: { 200: schemas.userList, ...failures },
    summary: 'All who may sign in or could once, by address',
  };
  typed(app).get('/api/staff-users', { config: manages, schema: list }, async () => {
    const [users, sessions] = await Promise.all([listStaffUsers(pool), countStaffSessions(pool)]);
    const items = users.map((user) => toApiListedUser(user, sessions.get(user.staffUserId) ?? 0));
    return { items };
  });

  const adding = {
    body: schemas.newUser,
    response: { 201: schemas.userWithPassword, ...workFailures },
    summary: 'Add somebody; the answer holds their password',
  };
  const path = '/api/staff-users';
  typed(app).post(path, { config: manages, schema: adding }, async (request, reply) => {
    const password = createPassword();
    const { actor } = getCaller(request);
    const user = await changes.addStaffUser(pool, actor, { ...request.body, password });
    return reply.code(201).send({ ...toApiUser(user), password });
  });
}

function addRoles(app: FastifyInstance, { pool }: Options): void {
  const schema = {
    params: idParams,
    body: schemas.roleBody,
    response: { 200: schemas.staffUser, ...workFailures },
    summary: 'Give somebody another role',
  };
  typed(app).post('/api/staff-users/:id/role', { config: manages, schema }, async (request) => {
    const { params, body } = request;
    const change = { actor: getCaller(request).actor, staffUserId: params.id };
    return toApiUser(await changes.changeRole(pool, change, body.role));
  });
}

function addSignIns(app: FastifyInstance, { pool }: Options): void {
  const response = { 200: schemas.staffUser, ...workFailures };
  const disabling = { params: idParams, response, summary: 'Let somebody sign in no longer' };
  const at = (verb: string) => `/api/staff-users/:id/${verb}`;
  typed(app).post(at('disable'), { config: manages, schema: disabling }, async (request) => {
    const change = { actor: getCaller(request).actor, staffUserId: request.params.id };
    return toApiUser(await changes.disableStaffUser(pool, change));
  });

  const enabling = { params: idParams, response, summary: 'Let somebody sign in again' };
  typed(app).post(at('enable'), { config: manages, schema: enabling }, async (request) => {
    const change = { actor: getCaller(request).actor, staffUserId: request.params.id };
    return toApiUser(await changes.enableStaffUser(pool, change));
  });

  const resetting = {
    params: idParams,
    response: { 200: schemas.userWithPassword, ...workFailures },
    summary: 'Make a new password for somebody, and end their sessions',
  };
  typed(app).post(at('password'), { config: manages, schema: resetting }, async (request) => {
    const password = createPassword();
    const change = { actor: getCaller(request).actor, staffUserId: request.params.id };
    return { ...toApiUser(await changes.resetPassword(pool, change, password)), password };
  });
}

/** The people who may sign in. */
export function addPeopleApi(app: FastifyInstance, options: Options): void {
  addUsers(app, options);
  addRoles(app, options);
  addSignIns(app, options);
}
