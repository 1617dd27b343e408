import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { AppError } from '../errors.ts';
import type { KeyCheck } from '../http/key-check.ts';
import type { DecisionSet } from './decision-set.ts';
import { createFeedFilter } from './feed-filter.ts';
import { toFeedItem } from './feed-item.ts';
import { listQuery, parseQuery, streamQuery } from './feed-query.ts';
import type { FollowedDecisions } from './follow-decisions.ts';
import { createFullFeed } from './full-feed.ts';
import { findNamed, namesTarget } from './match-decisions.ts';
import { createStreamClients } from './stream-clients.ts';
import { isHeld, orNull, sendParts, tag, writeChanges } from './write-feed.ts';

interface FeedRoutes {
  readonly checkKey: KeyCheck;
  readonly decisions: FollowedDecisions;
}

function requireSet(decisions: FollowedDecisions): DecisionSet {
  const set = decisions.set();
  if (set !== undefined) return set;
  const message = 'What is in force was not read yet; keep what you hold and ask again.';
  throw new AppError('store_unavailable', message, { retryable: true, retryAfterSeconds: 2 });
}

/**
 * `GET /v1/decisions`: an array, or null. One target by `ip`, `range` or `scope` and `value`, else all that the
 * filters let pass.
 */
function addList(app: FastifyInstance, { checkKey, decisions }: FeedRoutes): void {
  const writeFull = createFullFeed(decisions.now);
  app.get('/v1/decisions', async (request, reply) => {
    await checkKey(request, 'enforcement');
    const query = parseQuery(listQuery, request.query);
    const set = requireSet(decisions);
    const scopes = query.scope === undefined ? query.scopes : [query.scope.toLowerCase()];
    const filter = createFeedFilter({ ...query, scopes });
    const now = decisions.now();
    if (namesTarget(query)) {
      const { scopes: _scopes, ...rest } = query;
      const { passes } = createFeedFilter(rest);
      const found = findNamed(set, query, now).filter(passes);
      return reply.send(JSON.stringify(orNull(found.map((each) => toFeedItem(each, now)))));
    }
    const changedAt = set.changedAt();
    if (isHeld(request, changedAt)) return reply.code(304).send();
    const { items } = await writeFull(set, filter);
    return sendParts(tag(reply, changedAt), [items]);
  });
}

/** `GET /v1/decisions/stream`: what became another since the client was last told, all of it at `startup=true`. */
function addStream(app: FastifyInstance, { checkKey, decisions }: FeedRoutes): void {
  const writeFull = createFullFeed(decisions.now);
  const clients = createStreamClients();

  /** A client counts as told once its answer has left. */
  function remember(reply: FastifyReply, client: string, cursor: number): void {
    reply.raw.once('finish', () => {
      clients.told(client, cursor);
    });
  }

  app.get('/v1/decisions/stream', async (request: FastifyRequest, reply) => {
    const { apiKeyId } = await checkKey(request, 'enforcement');
    const query = parseQuery(streamQuery, request.query);
    const set = requireSet(decisions);
    const filter = createFeedFilter(query);
    const client = `${apiKeyId} ${request.ip} ${filter.name}`;
    const now = decisions.now();
    const from = query.startup ? undefined : (query.cursor ?? clients.cursorOf(client));
    const changes = from === undefined ? undefined : set.since(from, now);
    if (changes === undefined) {
      const { items, cursor, changedAt } = await writeFull(set, filter);
      const lifted = writeChanges({ now: [], gone: set.recentlyGone(now) }, filter, now).deleted;
      remember(reply, client, changedAt);
      const head = `{"reset":true,"cursor":${cursor},"deleted":${JSON.stringify(lifted)},"new":`;
      return sendParts(tag(reply, cursor), [Buffer.from(head), items, Buffer.from('}')]);
    }
    const cursor = set.cursor();
    remember(reply, client, set.changedAt());
    if (isHeld(request, set.changedAt())) return reply.code(304).send();
    const body = { reset: false, cursor, ...writeChanges(changes, filter, now) };
    return tag(reply, cursor).send(JSON.stringify(body));
  });
}

/** The decisions feed, in the shape that CrowdSec's clients read; scope `enforcement`. */
export function addFeedRoutes(app: FastifyInstance, routes: FeedRoutes): void {
  addList(app, routes);
  addStream(app, routes);
}
