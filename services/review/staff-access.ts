import '@fastify/cookie';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Pool } from 'pg';
import { AppError } from '../errors.ts';
import type { KeyCheck } from '../http/key-check.ts';
import { readSecretKey } from '../http/read-secret-key.ts';
import { findStaffUserByToken } from '../storage/staff-sessions.ts';
import type { StaffUser } from '../storage/staff-users.ts';

export const sessionCookie = 'stillwatch_session';

interface StaffAccessOptions {
  readonly pool: Pool;
  readonly checkKey: KeyCheck;
}

export interface StaffAccess {
  /** The person whose session the request carries. */
  findUser(request: FastifyRequest): Promise<StaffUser | undefined>;
  /** For the API: a session, or a key of scope `api`. Throws what the key check throws. */
  requireCaller(request: FastifyRequest): Promise<void>;
  /** For the console: a session, else off to the sign-in page, which leads back. */
  requireUser(request: FastifyRequest, reply: FastifyReply): Promise<void>;
}

export function createStaffAccess({ pool, checkKey }: StaffAccessOptions): StaffAccess {
  const findUser = async (request: FastifyRequest) => {
    const token = request.cookies[sessionCookie];
    return token === undefined ? undefined : findStaffUserByToken(pool, token);
  };
  return {
    findUser,
    requireCaller: async (request) => {
      // A key says more than a cookie that a browser adds by itself.
      if (readSecretKey(request.headers) === undefined && (await findUser(request))) return;
      await checkKey(request, 'api');
    },
    requireUser: async (request, reply) => {
      if (await findUser(request)) return;
      const back = request.url === '/' ? '' : `?next=${encodeURIComponent(request.url)}`;
      await reply.redirect(`/sign-in${back}`, 303);
    },
  };
}

/** Refuses a POST that another site's page sent; browsers say where a form stands. Throws origin_forbidden. */
export function refuseForeignForms(request: FastifyRequest): void {
  if (request.method !== 'POST') return;
  const { origin, host } = request.headers;
  const site = request.headers['sec-fetch-site'];
  const isForeign = site !== undefined && site !== 'same-origin' && site !== 'none';
  const isOther = origin !== undefined && origin !== 'null' && hostOf(origin) !== host;
  if (!isForeign && !isOther) return;
  throw new AppError('origin_forbidden', 'This form was sent by another site.');
}

function hostOf(origin: string): string | undefined {
  return URL.canParse(origin) ? new URL(origin).host : undefined;
}
