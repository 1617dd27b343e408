import type { FastifyInstance } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import type { Pool } from 'pg';
import { z } from 'zod';
import { listActorNames } from '../../storage/actor-names.ts';
import { searchNotes, searchSubjects, searchTraits } from '../../storage/search.ts';
import { caseSummary } from '../case-schemas.ts';
import { failures, time } from '../common-schemas.ts';
import { campaignUrl, caseUrl, showTime } from '../pages/format.ts';
import { showActor, showCaseHead } from '../pages/show-case-head.ts';
import type { Render } from '../render.ts';
import { getCaller } from '../staff-access.ts';
import { toApiCase } from '../to-api-case.ts';
import { sendPage } from './send-page.ts';

interface Options {
  readonly pool: Pool;
  readonly render: Render;
  /** ms. */
  readonly clock: () => number;
}

const config = { permission: 'read' } as const;
const searchQuery = z.object({ q: z.string().trim().max(200).default('') });
const answer = z.object({
  cases: z.array(caseSummary).describe('whose account or campaign id begins with it'),
  notes: z.array(
    z.object({ case_id: z.string(), version: z.number(), actor: z.string(), at: time }),
  ),
  links: z.array(
    z.object({
      campaign_id: z.string(),
      family: z.string(),
      trait: z.string(),
      accounts: z.number(),
    }),
  ),
});

async function search(pool: Pool, text: string) {
  if (text === '') return { cases: [], notes: [], traits: [] };
  const [cases, notes, traits] = await Promise.all([
    searchSubjects(pool, text),
    searchNotes(pool, text),
    searchTraits(pool, text),
  ]);
  return { cases, notes, traits };
}

/** One search over ids, notes and the traits that link campaigns, as JSON. */
export function addSearchApi(app: FastifyInstance, { pool }: { readonly pool: Pool }): void {
  const schema = {
    querystring: searchQuery,
    response: { 200: answer, ...failures },
    summary: 'Search ids, notes and link traits; at most 25 of each',
  };
  const typed = app.withTypeProvider<ZodTypeProvider>();
  typed.get('/api/search', { config, schema }, async ({ query }) => {
    const { cases, notes, traits } = await search(pool, query.q);
    return {
      cases: cases.map(toApiCase),
      notes: notes.map(({ caseId, version, actor, at }) => {
        return { case_id: caseId, version, actor, at: at.toISOString() };
      }),
      links: traits.map(({ campaignId, ...rest }) => ({ campaign_id: campaignId, ...rest })),
    };
  });
}

/** The same as a page. */
export function addSearchPage(app: FastifyInstance, { pool, render, clock }: Options): void {
  const typed = app.withTypeProvider<ZodTypeProvider>();
  const schema = { querystring: searchQuery };
  typed.get('/search', { config, schema }, async (request, reply) => {
    const { q } = request.query;
    const { cases, notes, traits } = await search(pool, q);
    const actors = notes.map(({ actor }) => actor);
    const names = await listActorNames(pool, actors);
    const html = render('./search', {
      ...{ title: 'Search', section: 'search', user: getCaller(request), q },
      cases: cases.map((found) => showCaseHead(found, names, clock())),
      notes: notes.map(({ caseId, actor, at, note }) => {
        return {
          caseId,
          note,
          url: caseUrl(caseId),
          at: showTime(at),
          by: showActor(actor, names),
        };
      }),
      traits: traits.map((each) => ({ ...each, url: campaignUrl(each.campaignId) })),
    });
    return sendPage(reply, html);
  });
}
