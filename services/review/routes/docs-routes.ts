import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import type { Render } from '../render.ts';
import { sendPage } from './send-page.ts';

const jsonSchema = z.looseObject({ type: z.unknown(), enum: z.array(z.unknown()).optional() });
const parameter = z.object({
  name: z.string(),
  in: z.string(),
  description: z.string().default(''),
  schema: jsonSchema.optional(),
});
const operation = z.object({
  summary: z.string().default(''),
  description: z.string().default(''),
  parameters: z.array(parameter).default([]),
  responses: z.record(z.string(), z.unknown()).default({}),
});
const document = z.object({
  paths: z.record(z.string(), z.record(z.string(), operation)).default({}),
});

function typeOf(schema: z.output<typeof jsonSchema> | undefined): string {
  if (schema?.enum !== undefined) return schema.enum.join(' | ');
  return typeof schema?.type === 'string' ? schema.type : '';
}

function listOperations(app: FastifyInstance) {
  const { paths } = document.parse(app.swagger());
  return Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, { parameters, responses, ...rest }]) => ({
      ...rest,
      method: method.toUpperCase(),
      path,
      parameters: parameters.map(({ schema, ...each }) => ({ ...each, type: typeOf(schema) })),
      answer: JSON.stringify(responses['200'] ?? {}, null, 2),
    })),
  );
}

/** The OpenAPI document and a page made from it. Both are open: they hold no data. */
export function addDocsRoutes(app: FastifyInstance, render: Render): void {
  app.get('/api/openapi.json', { schema: { hide: true } }, () => app.swagger());
  app.get('/api/docs', { schema: { hide: true } }, (_request, reply) => {
    const html = render('./docs', { title: 'API', user: null, operations: listOperations(app) });
    return sendPage(reply, html);
  });
}
