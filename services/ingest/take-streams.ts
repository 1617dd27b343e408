import type { FastifyInstance } from 'fastify';

/**
 * Hands the body of every content type to the handlers of this scope as a stream: only there is known how much it may
 * expand, and what may follow a refusal. Hooks that want the type as it was sent are to be added before.
 */
export function takeStreams(app: FastifyInstance): void {
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('*', (_request, _payload, done) => {
    done(null);
  });
  app.addHook('onRequest', ({ raw }, _reply, done) => {
    // Only a hint, and a malformed one would be refused before anyone looked at the body.
    raw.headers['content-type'] = 'application/octet-stream';
    done();
  });
}
