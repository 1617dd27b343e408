import type { FastifyInstance } from 'fastify';
import { AppError } from '../errors.ts';

interface Address {
  readonly host: string;
  readonly port: number;
  /** The variable that sets the port, for the message. */
  readonly setting: string;
}

/** Listens and returns the port (the one chosen when `port` is 0). Throws port_taken naming port and setting. */
export async function listen(
  app: FastifyInstance,
  { host, port, setting }: Address,
): Promise<number> {
  try {
    await app.listen({ host, port });
  } catch (cause) {
    if (!(cause instanceof Error && 'code' in cause && cause.code === 'EADDRINUSE')) throw cause;
    const message = `Port ${String(port)} is taken: stop what listens there, or set ${setting} to another port.`;
    throw new AppError('port_taken', message, { cause, context: { port, setting } });
  }
  const address = app.server.address();
  return typeof address === 'object' && address !== null ? address.port : port;
}
