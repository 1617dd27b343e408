import type { FastifyRequest } from 'fastify';
import { AppError } from '../errors.ts';

/** PostgreSQL keeps no NUL in a text, and nobody means one. Throws request_invalid where the address or the body has it. */
export function refuseNul({ url, body }: Pick<FastifyRequest, 'url' | 'body'>): void {
  const inBody = body !== undefined && JSON.stringify(body).includes('\\u0000');
  if (!inBody && !url.includes('%00')) return;
  throw new AppError('request_invalid', 'There is a NUL character in this; leave it out.');
}
