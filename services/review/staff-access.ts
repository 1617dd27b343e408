import '@fastify/cookie';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Pool } from 'pg';
import { AppError } from '../errors.ts';
import type { KeyCheck } from '../http/key-check.ts';
import { readSecretKey } from '../http/read-secret-key.ts';
import { findStaffUserByToken, type SignedIn } from '../storage/staff-sessions.ts';
import type { StaffUser } from '../storage/staff-users.ts';
import { requirePermission, type Caller, type Permission } from './permissions.ts';

declare module 'fastify' {
  interface FastifyRequest {
    /** null before the sign-in was checked. */
    caller: Caller | null;
    /** The person and their session; null for a program, and before the sign-in was checked. */
    signedIn: SignedIn | null;
  }
  interface FastifyContextConfig {
    permission?: Permission;
  }
}

export const sessionCookie = 'stillwatch_session';

interface StaffAccessOptions {
  readonly pool: Pool;
  readonly checkKey: KeyCheck;
}

type SignedInHook = (request: FastifyRequest, reply: FastifyReply) => Promise<void>;

export interface StaffAccess {
  /** For the API: a session, or a key of scope `api`. Throws what the key check throws. */
  requireCaller(request: FastifyRequest): Promise<void>;
  /** For the console: a session, else off to the sign-in page, which leads back. */
  requireUser(request: FastifyRequest, reply: FastifyReply): Promise<void>;
}

function callerOf({ staffUserId, email, role }: StaffUser): Caller {
  return { actor: `staff:${staffUserId}`, name: email, role };
}

export function createStaffAccess({ pool, checkKey }: StaffAccessOptions): StaffAccess {
  const findUser = async (request: FastifyRequest) => {
    const token = request.cookies[sessionCookie];
    return token === undefined ? undefined : findStaffUserByToken(pool, token);
  };
  const findCaller = async (request: FastifyRequest): Promise<Caller> => {
    // A key says more than a cookie that a browser adds by itself.
    const hasKey = readSecretKey(request.headers) !== undefined;
    const user = hasKey ? undefined : await findUser(request);
    if (user !== undefined) {
      request.signedIn = user;
      return callerOf(user);
    }
    const key = await checkKey(request, 'api');
    return { actor: `key:${key.apiKeyId}`, name: key.name, role: 'program' };
  };
  return {
    requireCaller: async (request) => {
      request.caller = await findCaller(request);
    },
    requireUser: async (request, reply) => {
      const user = await findUser(request);
      if (user === undefined) {
        await reply.redirect(`/sign-in${wayBack(request)}`, 303);
        return;
      }
      request.signedIn = user;
      request.caller = callerOf(user);
    },
  };
}

/** Leads back after the sign-in to what can be opened; what was posted is gone with the session. */
function wayBack({ url, method }: FastifyRequest): string {
  return url === '/' || method !== 'GET' ? '' : `?next=${encodeURIComponent(url)}`;
}

/** Who is asking. Only behind requireCaller or requireUser. */
export function getCaller({ caller }: FastifyRequest): Caller {
  if (caller === null) throw new Error('a route that needs a caller stands before the sign-in');
  return caller;
}

/** The person who is asking. Only where the permission admits nobody else. */
export function getSignedIn({ signedIn }: FastifyRequest): SignedIn {
  if (signedIn === null) throw new Error('a route that needs a person admits programs');
  return signedIn;
}

function guard(scope: FastifyInstance, requireSignedIn: SignedInHook): void {
  scope.addHook('onRoute', ({ method, url, config }) => {
    if (config?.permission !== undefined) return;
    throw new Error(`${String(method)} ${url} names no permission`);
  });
  scope.addHook('onRequest', async (request, reply) => {
    await requireSignedIn(request, reply);
    const { permission } = request.routeOptions.config;
    if (request.caller !== null && permission !== undefined)
      requirePermission(request.caller, permission);
  });
}

/**
 * Adds routes that only callers reach, each of them held against the permission that it names. A route that names none
 * is a mistake in the code and keeps the app from starting.
 */
export async function addGuarded(
  app: FastifyInstance,
  requireSignedIn: SignedInHook,
  addRoutes: (scope: FastifyInstance) => void,
): Promise<void> {
  await app.register((scope, _options, done) => {
    guard(scope, requireSignedIn);
    addRoutes(scope);
    done();
  });
}

/** Refuses a POST that another site's page sent; browsers say where a form stands. Throws origin_forbidden. */
export function refuseForeignForms(request: FastifyRequest): void {
  if (request.method !== 'POST') return;
  const { origin } = request.headers;
  const site = request.headers['sec-fetch-site'];
  const isForeign = site !== undefined && site !== 'same-origin' && site !== 'none';
  const isOther = origin !== undefined && origin !== 'null' && hostOf(origin) !== request.host;
  if (!isForeign && !isOther) return;
  throw new AppError('origin_forbidden', 'This form was sent by another site.');
}

function hostOf(origin: string): string | undefined {
  return URL.canParse(origin) ? new URL(origin).host : undefined;
}
