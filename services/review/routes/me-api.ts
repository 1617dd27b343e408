import type { FastifyInstance } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import type { Pool } from 'pg';
import { z } from 'zod';
import { listStaffSessions } from '../../storage/staff-sessions.ts';
import { errorAnswer, failures, idParams } from '../common-schemas.ts';
import { changeOwnPassword, endOwnSession, signOutEverywhere } from '../own-sign-in.ts';
import * as schemas from '../people-schemas.ts';
import { getSignedIn } from '../staff-access.ts';
import { toApiSession } from '../to-api-people.ts';

const own = { permission: 'own_sign_in' } as const;

/** A person's own password and sessions. */
export function addMeApi(app: FastifyInstance, { pool }: { readonly pool: Pool }): void {
  const typed = app.withTypeProvider<ZodTypeProvider>();
  const list = { response: { 200: schemas.ownSessions, ...failures }, summary: 'Your sessions' };
  typed.get('/api/me/sessions', { config: own, schema: list }, async (request) => {
    const me = getSignedIn(request);
    const sessions = await listStaffSessions(pool, me.staffUserId);
    return { items: sessions.map((session) => toApiSession(session, me)) };
  });

  const response = { 204: z.null(), ...failures };
  const ending = { params: idParams, response, summary: 'End one of your sessions' };
  const endPath = '/api/me/sessions/:id/end';
  typed.post(endPath, { config: own, schema: ending }, async (request, reply) => {
    await endOwnSession(pool, getSignedIn(request), request.params.id);
    return reply.code(204).send(null);
  });

  const everywhere = { response, summary: 'End all your sessions, this one included' };
  const outPath = '/api/me/sign-out-everywhere';
  typed.post(outPath, { config: own, schema: everywhere }, async (request, reply) => {
    await signOutEverywhere(pool, getSignedIn(request));
    return reply.code(204).send(null);
  });

  const changing = {
    body: schemas.passwordChange,
    response: { ...response, 429: errorAnswer },
    summary: 'Change your password, and end your other sessions',
  };
  const path = '/api/me/password';
  typed.post(path, { config: own, schema: changing }, async (request, reply) => {
    const { old_password: oldPassword, new_password: newPassword } = request.body;
    const change = { oldPassword, newPassword, ip: request.ip };
    await changeOwnPassword(pool, getSignedIn(request), change);
    return reply.code(204).send(null);
  });
}
