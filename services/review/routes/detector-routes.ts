import type { FastifyInstance } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import type { Pool } from 'pg';
import { z } from 'zod';
import { countLabels, deservedReview, labelSources } from '../../storage/labels.ts';
import { alert } from '../api-schemas.ts';
import { failures, idParams, workFailures } from '../common-schemas.ts';
import { precisionOf } from '../detector-precision.ts';
import { readForm } from '../forms/form-work.ts';
import { showPrecision } from '../pages/show-precision.ts';
import { showAlert } from '../pages/show-alert.ts';
import type { DetectorTexts } from '../pages/show-reasons.ts';
import type { Render } from '../render.ts';
import { getCaller } from '../staff-access.ts';
import { toApiAlert } from '../to-api.ts';
import { findLook, giveSecondLook } from '../work/second-look.ts';
import { sendPage } from './send-page.ts';

interface Options {
  readonly pool: Pool;
  readonly render: Render;
  readonly detectorTexts: DetectorTexts;
}

const reads = { permission: 'read' } as const;
const looks = { permission: 'second_look' } as const;
const lookForm = z.object({
  deserved_review: z.enum(deservedReview, 'Say whether it deserved review.'),
});
const share = z.number().nullable();
const precision = z.object({
  detector: z.string(),
  source: z.enum(labelSources),
  deserved: z.number().describe('alerts labelled yes'),
  labelled: z.number().describe('alerts labelled yes or no'),
  unsure: z.number(),
  precision: share,
  low: share.describe('of the exact 95 % interval of Clopper and Pearson'),
  high: share,
});
const look = z.object({ case_id: z.string(), alerts: z.array(alert) }).nullable();

/** Precision of the detectors by the labels of reviewers, and blind second looks that give such labels. */
export function addDetectorApi(app: FastifyInstance, { pool }: Pick<Options, 'pool'>): void {
  const typed = app.withTypeProvider<ZodTypeProvider>();
  const list = {
    response: { 200: z.object({ items: z.array(precision) }), ...failures },
    summary: 'Precision of each detector with its exact interval, by who labelled',
  };
  typed.get('/api/detectors', { config: reads, schema: list }, async () => ({
    items: precisionOf(await countLabels(pool)).map((each) => ({
      ...{ detector: each.detector, source: each.source, unsure: each.unsure },
      ...{ deserved: each.precision.count, labelled: each.precision.of },
      ...{ precision: each.precision.value, low: each.precision.low, high: each.precision.high },
    })),
  }));

  const next = {
    response: { 200: z.object({ look }), ...failures },
    summary:
      'A decided case to look at a second time, without what was decided; null when none is left',
  };
  typed.get('/api/second-looks/next', { config: looks, schema: next }, async (request) => {
    const found = await findLook(pool, getCaller(request));
    if (found === undefined) return { look: null };
    return { look: { case_id: found.caseId, alerts: found.alerts.map(toApiAlert) } };
  });

  const giving = {
    params: idParams,
    body: lookForm,
    response: { 204: z.null(), ...workFailures },
    summary: 'Label a case at a second look; the id is that of the case',
  };
  typed.post('/api/second-looks/:id', { config: looks, schema: giving }, async (request, reply) => {
    const given = { caseId: request.params.id, deservedReview: request.body.deserved_review };
    await giveSecondLook(pool, getCaller(request), given);
    return reply.code(204).send(null);
  });
}

/** The same as pages. */
export function addDetectorPages(app: FastifyInstance, options: Options): void {
  const { pool, render, detectorTexts } = options;
  const typed = app.withTypeProvider<ZodTypeProvider>();
  typed.get('/detectors', { config: reads }, async (request, reply) => {
    const rows = precisionOf(await countLabels(pool));
    const page = render('./detectors', {
      ...{ title: 'Detectors', section: 'detectors', user: getCaller(request) },
      detectors: showPrecision(rows, detectorTexts),
    });
    return sendPage(reply, page);
  });

  typed.get('/second-look', { config: looks }, async (request, reply) => {
    const user = getCaller(request);
    const found = await findLook(pool, user);
    const page = render('./second-look', {
      ...{ title: 'Second look', section: 'detectors', user, caseId: found?.caseId ?? null },
      alerts: found?.alerts.map((each) => showAlert(each, detectorTexts)) ?? [],
    });
    return sendPage(reply, page);
  });

  const giving = { config: looks, schema: { params: idParams } };
  typed.post('/second-look/:id', giving, async (request, reply) => {
    const { deserved_review: label } = readForm(lookForm, request.body);
    const given = { caseId: request.params.id, deservedReview: label };
    await giveSecondLook(pool, getCaller(request), given);
    return reply.redirect('/second-look', 303);
  });
}
