import type { FastifyInstance, FastifyReply } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import type { Pool } from 'pg';
import { z } from 'zod';
import { isRefusal, type AppError } from '../../errors.ts';
import { shortestPassword } from '../../storage/new-password.ts';
import { idleSeconds, listStaffSessions } from '../../storage/staff-sessions.ts';
import { idParams } from '../common-schemas.ts';
import { readForm } from '../forms/form-work.ts';
import { changeOwnPassword, endOwnSession, signOutEverywhere } from '../own-sign-in.ts';
import { showSession } from '../pages/show-sessions.ts';
import { passwordChange } from '../people-schemas.ts';
import type { Render } from '../render.ts';
import { sessionSeconds } from '../sign-in.ts';
import { getCaller, getSignedIn, sessionCookie } from '../staff-access.ts';
import { sendPage, type Exchange } from './send-page.ts';

interface Options {
  readonly pool: Pool;
  readonly render: Render;
}

interface Shown {
  /** What was done, as the address says after a form. */
  readonly done?: string | undefined;
  readonly problem?: AppError;
}

const own = { permission: 'own_sign_in' } as const;
const doneQuery = z.object({ done: z.string().max(20).optional() });

async function sendMe(
  { pool, render }: Options,
  { request, reply }: Exchange,
  { done, problem }: Shown,
): Promise<FastifyReply> {
  const me = getSignedIn(request);
  const sessions = await listStaffSessions(pool, me.staffUserId);
  const html = render('./me', {
    ...{ title: 'Your sign-in', section: 'me', user: getCaller(request), shortestPassword },
    ...{ done: done ?? null, problem: problem ?? null, role: me.role },
    ...{ idleHours: idleSeconds / 3_600, mostHours: sessionSeconds / 3_600 },
    sessions: sessions.map((session) => showSession(session, me)),
  });
  return sendPage(reply, html, problem?.status);
}

function addPasswordForm(app: FastifyInstance, options: Options): void {
  app.post('/me/password', { config: own }, async (request, reply) => {
    try {
      const form = readForm(passwordChange, request.body);
      const change = { oldPassword: form.old_password, newPassword: form.new_password };
      await changeOwnPassword(options.pool, getSignedIn(request), { ...change, ip: request.ip });
      return await reply.redirect('/me?done=password', 303);
    } catch (problem) {
      if (!isRefusal(problem)) throw problem;
      return sendMe(options, { request, reply }, { problem });
    }
  });
}

/** A person's own password and sessions. */
export function addMePages(app: FastifyInstance, options: Options): void {
  const { pool } = options;
  const typed = app.withTypeProvider<ZodTypeProvider>();
  const given = { config: own, schema: { querystring: doneQuery } };
  typed.get('/me', given, (request, reply) =>
    sendMe(options, { request, reply }, { done: request.query.done }),
  );
  addPasswordForm(app, options);
  const ending = { config: own, schema: { params: idParams } };
  typed.post('/me/sessions/:id/end', ending, async (request, reply) => {
    await endOwnSession(pool, getSignedIn(request), request.params.id);
    return reply.redirect('/me?done=session', 303);
  });
  app.post('/me/sign-out-everywhere', { config: own }, async (request, reply) => {
    await signOutEverywhere(pool, getSignedIn(request));
    return reply.clearCookie(sessionCookie, { path: '/' }).redirect('/sign-in', 303);
  });
}
