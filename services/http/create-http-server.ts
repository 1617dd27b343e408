import { randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { fastify, LogController, type FastifyBaseLogger, type FastifyInstance } from 'fastify';
import { answerClientError } from './client-error.ts';
import { answerError } from './error-handler.ts';
import { answerUnknownRoutes } from './not-found.ts';

interface HttpServerOptions {
  readonly log: FastifyBaseLogger;
  /** Bytes of a body that the framework's own parsers read. Routes that read the stream themselves set their own limit. */
  readonly bodyLimit?: number;
  /** Addresses and networks whose `x-forwarded-*` headers are believed; nobody's by default. */
  readonly trustedProxies?: readonly string[];
}

const requestId = /^[\w.-]{1,64}$/;

/** Keeps the caller's `x-request-id` where it is harmless to log. */
function identify(request: Pick<IncomingMessage, 'headers'>): string {
  const given = request.headers['x-request-id'];
  return typeof given === 'string' && requestId.test(given) ? given : randomUUID();
}

/**
 * What every HTTP app starts from: request ids, one error handler, 404 and 405 with codes, and time limits under
 * which slow and idle clients cost a socket and nothing else. The caller adds routes, listens and closes.
 */
export function createHttpServer({
  log,
  bodyLimit = 1_048_576,
  trustedProxies = [],
}: HttpServerOptions): FastifyInstance {
  const app = fastify({
    loggerInstance: log,
    logController: new LogController({ disableRequestLogging: true }),
    genReqId: identify,
    bodyLimit,
    trustProxy: trustedProxies.length === 0 ? false : [...trustedProxies],
    requestTimeout: 120_000,
    // Above the 60 s of common load balancers, so that these close first and never race a request against it.
    keepAliveTimeout: 75_000,
    http: { headersTimeout: 30_000, connectionsCheckingInterval: 5_000 },
    forceCloseConnections: 'idle',
    // A request that comes in on an open connection while closing is served; its answer says to hang up.
    return503OnClosing: false,
    clientErrorHandler: answerClientError,
    frameworkErrors: answerError,
  });
  app.setErrorHandler(answerError);
  app.addHook('onRequest', (request, reply, done) => {
    void reply.header('x-request-id', request.id);
    done();
  });
  answerUnknownRoutes(app);
  return app;
}
