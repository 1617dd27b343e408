import type { FastifyInstance, FastifyRequest } from 'fastify';
import { AppError } from '../errors.ts';
import type { IdentityMappings } from './identity-mappings.ts';
import { answerRecords, type IngestRoutes } from './ingest-routes.ts';
import type { KeepUnread } from './keep-unread.ts';
import { readSourceRecords, type SourceReading } from './read-source-records.ts';
import type { SourceMetrics } from './source-metrics.ts';
import { findSource, sourceNames } from './sources/all-sources.ts';

interface SourceRoutes extends IngestRoutes {
  readonly identityMappings: IdentityMappings;
  readonly sourceMetrics: SourceMetrics;
  readonly keepUnread: KeepUnread;
}

/** It sends a batch once and drops it whatever the answer is, so that a refusal of the whole tells nobody anything. */
const neverRetries: ReadonlySet<string> = new Set(['litellm']);

/** `GET`, `HEAD` and `POST /v1/ingest/:source`. To be registered in the scope of the ingest routes. */
export function addSourceRoutes(app: FastifyInstance, routes: SourceRoutes): void {
  const { checkKey, admit, intake, metrics, sourceMetrics, identityMappings, keepUnread } = routes;

  function readingOf(request: FastifyRequest): SourceReading {
    const { source: name } = request.params as { source: string };
    const source = findSource(name);
    const mapping = identityMappings[name];
    if (source !== undefined && mapping !== undefined) return { source, mapping };
    const known = sourceNames.join(', ');
    throw new AppError('source_unknown', `There is no such source; the sources are ${known}.`);
  }

  app.get('/v1/ingest/:source', (request, reply) => {
    const { source } = readingOf(request);
    return reply.send({ status: 'ok', source: source.name });
  });

  app.post('/v1/ingest/:source', async (request, reply) => {
    const key = await checkKey(request, 'ingest');
    const reading = readingOf(request);
    const { name } = reading.source;
    await admit();
    const read = await intake({
      stream: request.raw,
      kind: 'event',
      read: (body) => readSourceRecords(body, reading),
      source: key.source,
    });
    await keepUnread(name, read.unread);
    metrics.countRecords('event', read);
    sourceMetrics.count(name, read);
    return answerRecords(reply, neverRetries.has(name) ? { ...read, isAnyReadable: true } : read);
  });
}
