import type { IncomingMessage } from 'node:http';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { KeyCheck } from '../http/key-check.ts';
import type { FollowedDecisions } from './follow-decisions.ts';
import { allowed, judgeCall, type Verdict } from './judge-call.ts';
import { readCaller } from './read-caller.ts';
import { readSmallBody } from './read-small-body.ts';

/** What a call gets that cannot be judged. */
export type OnUnknown = 'allow' | 'deny';

export interface AuthzRoutes {
  readonly checkKey: KeyCheck;
  readonly decisions: FollowedDecisions;
  readonly onUnknown: OnUnknown;
  /** Milliseconds for which what was last read counts while the database is away. */
  readonly staleAfterMs: number;
  readonly count: (decision: Verdict['decision']) => void;
}

function unknown(onUnknown: OnUnknown, reason: 'state_unknown' | 'caller_unknown'): Verdict {
  return { ...allowed, decision: onUnknown, reason_code: reason };
}

function judge(
  { decisions, onUnknown, staleAfterMs }: AuthzRoutes,
  request: FastifyRequest,
): Verdict {
  const set = decisions.set();
  if (set === undefined || decisions.ageMs() > staleAfterMs) {
    return unknown(onUnknown, 'state_unknown');
  }
  const caller = readCaller(request.headers, request.body as Buffer | undefined);
  if (caller === undefined) return unknown(onUnknown, 'caller_unknown');
  return judgeCall(set, caller, decisions.now());
}

/** A gateway may hand on its caller's own Authorization beside our key, which then stands in `X-Api-Key`. */
function ownHeaders({ headers }: FastifyRequest): Pick<FastifyRequest, 'headers'> {
  const key = headers['x-api-key'];
  return { headers: key === undefined ? headers : { 'x-api-key': key } };
}

/**
 * `/v1/authz` and all below it, any method: 200 to go on, 403 to refuse, from memory, for a gateway's external
 * authorisation. The verdict also stands in `x-stillwatch-decision`, since a gateway can hand on headers and not bodies.
 * To be registered in a scope of its own: it takes every content type.
 */
export function addAuthzRoutes(app: FastifyInstance, routes: AuthzRoutes): void {
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('*', (_request: FastifyRequest, payload: IncomingMessage) =>
    readSmallBody(payload),
  );
  const answer = async (request: FastifyRequest, reply: FastifyReply) => {
    await routes.checkKey(ownHeaders(request), 'enforcement');
    const verdict = judge(routes, request);
    routes.count(verdict.decision);
    void reply.header('x-stillwatch-decision', verdict.decision);
    return reply.code(verdict.decision === 'deny' ? 403 : 200).send(verdict);
  };
  app.all('/v1/authz', answer);
  app.all('/v1/authz/*', answer);
}
