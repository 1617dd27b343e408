import type { FastifyInstance } from 'fastify';
import { AppError } from '../errors.ts';
import type { KeyCheck } from '../http/key-check.ts';
import type { DecisionSet } from './decision-set.ts';
import { createFeedFilter } from './feed-filter.ts';
import { createItemWriter, writeList } from './feed-item.ts';
import { listQuery, parseQuery, streamQuery } from './feed-query.ts';
import type { FollowedDecisions } from './follow-decisions.ts';
import { createFullFeed, type WriteFullFeed } from './full-feed.ts';
import { findNamed, namesTarget } from './match-decisions.ts';
import { createStreamClients } from './stream-clients.ts';
import { isHeld, sendFull, tag, takesGzip, writeChanges } from './write-feed.ts';

interface FeedRoutes {
  readonly checkKey: KeyCheck;
  readonly decisions: FollowedDecisions;
}

interface FeedParts extends FeedRoutes {
  readonly writeFull: WriteFullFeed;
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
function addList(app: FastifyInstance, { checkKey, decisions, writeFull }: FeedParts): void {
  app.get('/v1/decisions', async (request, reply) => {
    await checkKey(request, 'enforcement');
    const query = parseQuery(listQuery, request.query);
    const set = requireSet(decisions);
    const { scope, ...rest } = query;
    if (namesTarget(query)) {
      const now = decisions.now();
      const { passes } = createFeedFilter({ ...rest, scopes: undefined });
      const items = findNamed(set, query, now).filter(passes).map(createItemWriter(now));
      return reply.type('application/json; charset=utf-8').send(writeList(items));
    }
    if (isHeld(request, set.changedAt())) return reply.code(304).send();
    const scopes = scope === undefined ? query.scopes : [scope.toLowerCase()];
    const filter = createFeedFilter({ ...rest, scopes });
    const form = { shape: 'list', isCompressed: takesGzip(request) } as const;
    return sendFull(reply, await writeFull(set, filter, form));
  });
}

/** `GET /v1/decisions/stream`: what became another since the client was last told, all of it at `startup=true`. */
function addStream(app: FastifyInstance, { checkKey, decisions, writeFull }: FeedParts): void {
  const clients = createStreamClients();

  app.get('/v1/decisions/stream', async (request, reply) => {
    const { apiKeyId } = await checkKey(request, 'enforcement');
    const query = parseQuery(streamQuery, request.query);
    const set = requireSet(decisions);
    const filter = createFeedFilter(query);
    const client = `${apiKeyId} ${request.ip} ${filter.name}`;
    /** A client counts as told once its answer has left. */
    const remember = (changedAt: number) =>
      reply.raw.once('finish', () => {
        clients.told(client, changedAt);
      });
    const now = decisions.now();
    const from = query.startup ? undefined : (query.cursor ?? clients.cursorOf(client));
    const changes = from === undefined ? undefined : set.since(from, now);
    if (changes === undefined) {
      const form = { shape: 'stream', isCompressed: takesGzip(request) } as const;
      const feed = await writeFull(set, filter, form);
      remember(feed.changedAt);
      return sendFull(reply, feed);
    }
    remember(set.changedAt());
    if (isHeld(request, set.changedAt())) return reply.code(304).send();
    const cursor = set.cursor();
    const body = `{"reset":false,"cursor":${cursor},${writeChanges(changes, filter, now)}}`;
    return tag(reply, cursor).send(body);
  });
}

/** The decisions feed, in the shape that CrowdSec's clients read; scope `enforcement`. */
export function addFeedRoutes(app: FastifyInstance, routes: FeedRoutes): void {
  const parts = { ...routes, writeFull: createFullFeed(routes.decisions.now) };
  addList(app, parts);
  addStream(app, parts);
}
