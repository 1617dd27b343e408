import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { beginErrorAnswer } from '../../http/error-handler.ts';
import { mappingOf, type IdentityMappings } from '../identity-mappings.ts';
import type { IngestRoutes } from '../ingest-routes.ts';
import type { KeepUnread } from '../keep-unread.ts';
import { takeStreams } from '../take-streams.ts';
import type { Encoding } from './decode-request.ts';
import { answerExport, answerFailure, answerMetrics, type Answer } from './otlp-answer.ts';
import { readOtlp } from './read-otlp.ts';
import type { Signal } from './telemetry.ts';

interface OtlpRoutes extends IngestRoutes {
  readonly keepUnread: KeepUnread;
  readonly identityMappings: IdentityMappings;
}

/** OTLP's own limit on a body, before and after decompression, in bytes. */
const maxOtlpBytes = 64 * 1024 * 1024;

const namedTypes = new WeakMap<FastifyRequest['raw'], string>();

function namedEncoding(request: FastifyRequest): Encoding | undefined {
  const type = namedTypes.get(request.raw) ?? '';
  if (/\bjson\b/i.test(type)) return 'json';
  return /protobuf/i.test(type) ? 'protobuf' : undefined;
}

function send(reply: FastifyReply, { type, body }: Answer): FastifyReply {
  return reply.type(type).send(typeof body === 'string' ? body : Buffer.from(body));
}

function rememberTypes(app: FastifyInstance): void {
  app.addHook('onRequest', ({ raw }, _reply, done) => {
    namedTypes.set(raw, raw.headers['content-type'] ?? '');
    done();
  });
}

/** Errors as google.rpc.Status, in the encoding that the request names. */
function answerErrors(app: FastifyInstance): void {
  app.setErrorHandler((error, request, reply) => {
    const { code, message } = beginErrorAnswer(error, request, reply);
    const failure = { status: reply.statusCode, code, message };
    return send(reply, answerFailure(failure, namedEncoding(request) ?? 'protobuf'));
  });
}

/** OTLP/HTTP: `POST /v1/traces`, `/v1/logs` and `/v1/metrics`. To be registered in a scope of its own. */
export function addOtlpRoutes(app: FastifyInstance, routes: OtlpRoutes): void {
  const { checkKey, admit, intake, metrics, keepUnread } = routes;
  const identity = mappingOf(routes.identityMappings, 'otlp');
  rememberTypes(app);
  takeStreams(app);
  answerErrors(app);

  const receive = (signal: Signal) => async (request: FastifyRequest, reply: FastifyReply) => {
    const { source } = await checkKey(request, 'ingest');
    await admit();
    const reading = { signal, named: namedEncoding(request), identity };
    const read = await intake({
      ...{ stream: request.raw, kind: 'event' as const, source, maxBytes: maxOtlpBytes },
      read: (body) => readOtlp(body, reading),
    });
    await keepUnread(`otlp-${signal}`, read.unread);
    metrics.countRecords('event', read);
    return send(reply, answerExport(signal, read, reading.named ?? read.encoding));
  };
  app.post('/v1/traces', receive('traces'));
  app.post('/v1/logs', receive('logs'));
  app.post('/v1/metrics', async (request, reply) => {
    await checkKey(request, 'ingest');
    // What nobody reads is drained, so that the connection can serve the next request.
    request.raw.resume();
    return send(reply, answerMetrics(namedEncoding(request) ?? 'protobuf'));
  });
  for (const path of ['/v1/traces', '/v1/logs', '/v1/metrics']) {
    app.get(path, (_request, reply) => reply.send({ status: 'ok' }));
  }
}
