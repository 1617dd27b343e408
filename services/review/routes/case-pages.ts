import type { FastifyInstance, FastifyReply } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import type { Pool } from 'pg';
import { z } from 'zod';
import { isRefusal, type AppError } from '../../errors.ts';
import { idParams } from '../common-schemas.ts';
import { caseForms } from '../forms/case-forms.ts';
import { decisionForms } from '../forms/decision-forms.ts';
import type { FormWork } from '../forms/form-work.ts';
import { caseUrl } from '../pages/format.ts';
import { showCase } from '../pages/show-case.ts';
import type { DetectorTexts } from '../pages/show-reasons.ts';
import type { Permission } from '../permissions.ts';
import type { Render } from '../render.ts';
import { getCaller } from '../staff-access.ts';
import { getDecision } from '../work/repeats.ts';
import { sendPage, type Exchange } from './send-page.ts';

interface Options {
  readonly pool: Pool;
  readonly render: Render;
  readonly detectorTexts: DetectorTexts;
  /** ms. */
  readonly clock: () => number;
}

interface Shown {
  readonly caseId: string;
  /** What was done, as the address says after a form. */
  readonly done?: string | undefined;
  /** What a form met, and what was written in it: nothing that was written is lost. */
  readonly problem?: AppError;
  readonly draft?: unknown;
}

const draftForm = z.record(z.string(), z.union([z.string(), z.array(z.string())])).catch({});

async function sendCase(
  options: Options,
  { request, reply }: Exchange,
  { caseId, done, problem, draft }: Shown,
): Promise<FastifyReply> {
  const user = getCaller(request);
  const shown = await showCase(options, user, caseId);
  const html = options.render('./case', {
    ...{ title: `Case ${caseId}`, section: 'cases', user },
    ...shown,
    ...{ done: done ?? null, problem: problem ?? null, draft: draftForm.parse(draft ?? {}) },
  });
  return sendPage(reply, html, problem?.status);
}

interface FormRoute {
  readonly path: string;
  readonly permission: Permission;
  readonly work: FormWork;
  /** The case whose page the form stands on. */
  readonly caseOf: (id: string) => Promise<string>;
}

/** Does what a form asks and leads on; what is refused is said on the page, with the form as it was filled in. */
function addForm(app: FastifyInstance, options: Options, route: FormRoute): void {
  const { path, permission, work, caseOf } = route;
  const typed = app.withTypeProvider<ZodTypeProvider>();
  const given = { config: { permission }, schema: { params: idParams } };
  typed.post(path, given, async (request, reply) => {
    const { id } = request.params;
    const { body } = request;
    const caseId = await caseOf(id);
    try {
      const outcome = await work(options, { caller: getCaller(request), id, body });
      const to = 'to' in outcome ? outcome.to : `${caseUrl(caseId)}?done=${outcome.done}`;
      return await reply.redirect(to, 303);
    } catch (error) {
      if (!isRefusal(error) || error.code === 'not_found') throw error;
      return sendCase(options, { request, reply }, { caseId, problem: error, draft: body });
    }
  });
}

/** One case with all that is done on it. */
export function addCasePages(app: FastifyInstance, options: Options): void {
  const typed = app.withTypeProvider<ZodTypeProvider>();
  const querystring = z.object({ done: z.string().max(20).optional() });
  const one = {
    config: { permission: 'read' },
    schema: { params: idParams, querystring },
  } as const;
  typed.get('/cases/:id', one, async (request, reply) => {
    const shown = { caseId: request.params.id, done: request.query.done };
    return sendCase(options, { request, reply }, shown);
  });
  for (const [name, work] of Object.entries(caseForms)) {
    addForm(app, options, {
      ...{ path: `/cases/:id/${name}`, permission: 'work_cases', work },
      caseOf: (id) => Promise.resolve(id),
    });
  }
  const caseOf = async (id: string) => (await getDecision(options.pool, id)).caseId;
  const { approval, undo } = decisionForms;
  const decided = { caseOf, path: '/decisions/:id/approval' };
  addForm(app, options, { ...decided, permission: 'approve', work: approval });
  const undoing = { caseOf, path: '/decisions/:id/undo' };
  addForm(app, options, { ...undoing, permission: 'work_cases', work: undo });
}
