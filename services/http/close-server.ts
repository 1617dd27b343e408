import type { FastifyInstance } from 'fastify';

/** Stops listening, lets requests under way finish, and after `graceMs` hangs up on clients that do not come to an end. */
export async function closeServer(app: FastifyInstance, graceMs = 8_000): Promise<void> {
  const timer = setTimeout(() => {
    app.server.closeAllConnections();
  }, graceMs);
  await app.close().finally(() => {
    clearTimeout(timer);
  });
}
