import swagger from '@fastify/swagger';
import type { FastifyInstance } from 'fastify';
import { jsonSchemaTransform } from 'fastify-type-provider-zod';

const description =
  'Lists are newest first and cursor-paged: pass `next` as `cursor`. ' +
  'Every error is {"code","message"} with a stable code.';

/** Builds the OpenAPI document from the schemas of the routes under /api. Register before these. */
export async function addOpenApi(app: FastifyInstance): Promise<void> {
  await app.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: { title: 'Stillwatch staff API', version: '0.1.0', description },
      components: {
        securitySchemes: {
          key: { type: 'http', scheme: 'bearer', description: 'an API key of scope api' },
          session: { type: 'apiKey', in: 'cookie', name: 'stillwatch_session' },
        },
      },
      security: [{ key: [] }, { session: [] }],
    },
    transform: (route) => {
      const isPublic = route.url.startsWith('/api/');
      return isPublic
        ? jsonSchemaTransform(route)
        : { schema: { ...route.schema, hide: true }, url: route.url };
    },
  });
}
