import type { FastifyInstance, FastifyReply } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import type { Pool } from 'pg';
import { z } from 'zod';
import { keyScopes } from '../../storage/api-keys.ts';
import { staffRoles } from '../../storage/staff-users.ts';
import { isRefusal, type AppError } from '../../errors.ts';
import { peopleForms, type PeopleForm, type Secret } from '../forms/people-forms.ts';
import { showPeople } from '../pages/show-people.ts';
import type { Render } from '../render.ts';
import { getCaller } from '../staff-access.ts';
import { sendPage, type Exchange } from './send-page.ts';

interface Options {
  readonly pool: Pool;
  readonly render: Render;
}

interface Shown {
  /** What was done, as the address says after a form. */
  readonly done?: string | undefined;
  readonly secret?: Secret;
  /** What a form met, and what was written in it. */
  readonly problem?: AppError;
  readonly draft?: unknown;
}

const manages = { permission: 'manage_people' } as const;
const draftForm = z.record(z.string(), z.string()).catch({});
const optionalId = z.object({ id: z.string().max(256).default('') });
const doneQuery = z.object({ done: z.string().max(20).optional() });

async function sendPeople(
  { pool, render }: Options,
  { request, reply }: Exchange,
  { done, secret, problem, draft }: Shown,
): Promise<FastifyReply> {
  const user = getCaller(request);
  const html = render('./people', {
    ...{ title: 'People and keys', section: 'people', user },
    ...(await showPeople(pool, user)),
    ...{ roles: staffRoles, scopes: keyScopes },
    ...{ done: done ?? null, secret: secret ?? null, problem: problem ?? null },
    draft: draftForm.parse(draft ?? {}),
  });
  return sendPage(reply, html, problem?.status);
}

/** Does what a form asks and leads back. A secret, and what is refused, stand on the answering page. */
function addForm(
  app: FastifyInstance,
  options: Options,
  [path, work]: readonly [string, PeopleForm],
): void {
  const typed = app.withTypeProvider<ZodTypeProvider>();
  const given = { config: manages, schema: { params: optionalId } };
  typed.post(`/people/${path}`, given, async (request, reply) => {
    const { actor } = getCaller(request);
    const exchange = { request, reply };
    try {
      const sent = { actor, id: request.params.id, body: request.body };
      const outcome = await work(options.pool, sent);
      if ('secret' in outcome) return await sendPeople(options, exchange, outcome);
      return await reply.redirect(`/people?done=${outcome.done}`, 303);
    } catch (problem) {
      if (!isRefusal(problem)) throw problem;
      return sendPeople(options, exchange, { problem, draft: request.body });
    }
  });
}

/** Who may sign in, and the keys of programs. */
export function addPeoplePages(app: FastifyInstance, options: Options): void {
  const typed = app.withTypeProvider<ZodTypeProvider>();
  const given = { config: manages, schema: { querystring: doneQuery } };
  typed.get('/people', given, (request, reply) =>
    sendPeople(options, { request, reply }, { done: request.query.done }),
  );
  for (const form of Object.entries(peopleForms)) addForm(app, options, form);
}
