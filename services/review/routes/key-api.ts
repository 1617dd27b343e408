import type { FastifyInstance } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import type { Pool } from 'pg';
import { createApiKey, endApiKey } from '../../storage/api-key-changes.ts';
import { listApiKeys } from '../../storage/api-keys.ts';
import { failures, idParams } from '../common-schemas.ts';
import * as schemas from '../people-schemas.ts';
import { getCaller } from '../staff-access.ts';
import { toApiKey } from '../to-api-people.ts';

const manages = { permission: 'manage_people' } as const;

/** The keys that programs call with. */
export function addKeyApi(app: FastifyInstance, { pool }: { readonly pool: Pool }): void {
  const typed = app.withTypeProvider<ZodTypeProvider>();
  const list = {
    response: { 200: schemas.keyList, ...failures },
    summary: 'All keys, the newest first, revoked ones included',
  };
  typed.get('/api/keys', { config: manages, schema: list }, async () => {
    return { items: (await listApiKeys(pool)).map(toApiKey) };
  });

  const creating = {
    body: schemas.newKey,
    response: { 201: schemas.keyWithSecret, ...failures },
    summary: 'Create a key; the answer holds its secret',
  };
  typed.post('/api/keys', { config: manages, schema: creating }, async (request, reply) => {
    const { scope, name, source } = request.body;
    const { actor } = getCaller(request);
    const given = { scope, name, source: source || null };
    const { stored, secret } = await createApiKey(pool, actor, given);
    return reply.code(201).send({ ...toApiKey(stored), secret });
  });

  const revoking = {
    params: idParams,
    response: { 200: schemas.apiKey, ...failures },
    summary: 'Revoke a key; running services notice within seconds',
  };
  typed.post('/api/keys/:id/revoke', { config: manages, schema: revoking }, async (request) =>
    toApiKey(await endApiKey(pool, getCaller(request).actor, request.params.id)),
  );
}
