import type { Logger } from '../../services/logger.ts';
import {
  announceCases,
  announceDue,
  announceOverdue,
  claimDeliveries,
  settleDeliveries,
  supersedeAbandoned,
} from '../../services/storage/deliveries.ts';
import {
  disableEndpoint,
  listDueEndpoints,
  type Endpoint,
} from '../../services/storage/endpoints.ts';
import type { Pool } from '../../services/storage/pool.ts';
import { runRounds } from '../run-rounds.ts';
import { createLane, type Lane, type LaneWork } from './lane.ts';
import type { Post } from './post-signed.ts';
import { nextAttemptMs } from './retry-schedule.ts';

export interface DeliverDependencies {
  readonly pool: Pool;
  readonly log: Logger;
  readonly workerId: string;
  /** Milliseconds, above the longest call: who holds a message so long is dead or stopped. */
  readonly claimMs: number;
  readonly clock: () => number;
  readonly random: () => number;
  readonly post: Post;
  readonly counters: { delivered: number; failed: number; announced: number };
  /** Milliseconds that a change of a case rests before people are told, so that many are one message; 30,000 unless given. */
  readonly noticeRestMs?: number;
  /** Says that work is being done. */
  readonly report: (isAlive: boolean) => Promise<unknown>;
}

const roundMs = 250;
// A review that is late by this much is late; those that follow within it are in the same message.
const overdueRestMs = 600_000;
// What ended while no worker ran is announced at the first round.
const lookBackMs = 7 * 86_400_000;

/** An endpoint as it was last read: its keys may have been rotated since its lane was made. */
interface Current {
  endpoint: Endpoint;
}

interface Route {
  readonly current: Current;
  readonly lane: Lane;
}

function createWork(
  deps: DeliverDependencies,
  current: Current,
  isClosing: () => boolean,
): LaneWork {
  const { pool, log, workerId, claimMs, random, counters } = deps;
  const { endpointId } = current.endpoint;
  return {
    ...{ now: deps.clock, isClosing },
    claim: (limit) => claimDeliveries(pool, { endpointId, workerId, limit, claimMs }),
    post: (delivery) => deps.post(current.endpoint, delivery),
    settle: async (attempted) => {
      await settleDeliveries(pool, { endpointId, workerId }, attempted);
      const failed = attempted.filter(({ error }) => error !== null);
      counters.failed += failed.length;
      counters.delivered += attempted.length - failed.length;
      for (const { messageId, status, error } of failed) {
        log.warn({ endpointId, messageId, status, error }, 'a message was not taken');
      }
    },
    nextAttemptMs: ({ attempts }, { retryAfterMs }) =>
      nextAttemptMs({ attempts, retryAfterMs }, random),
    disable: async () => {
      const isNew = await disableEndpoint(pool, endpointId, 'it answered 410 Gone');
      if (isNew) log.error({ endpointId }, 'an endpoint is gone and gets nothing any more');
    },
  };
}

/** The lanes of all endpoints, made when they are first needed. */
function createRoutes(deps: DeliverDependencies) {
  const routes = new Map<string, Route>();
  const running = new Set<Promise<void>>();

  function routeTo(endpoint: Endpoint, isClosing: () => boolean): Route {
    const known = routes.get(endpoint.endpointId);
    if (known !== undefined) {
      known.current.endpoint = endpoint;
      return known;
    }
    const current = { endpoint };
    const route = { current, lane: createLane(createWork(deps, current, isClosing)) };
    routes.set(endpoint.endpointId, route);
    return route;
  }

  return {
    start: (endpoint: Endpoint, isClosing: () => boolean) => {
      const { lane } = routeTo(endpoint, isClosing);
      if (lane.isPaused()) return;
      const { endpointId } = endpoint;
      const run: Promise<void> = lane
        .run()
        .catch((err: unknown) => {
          deps.log.error(
            { err, endpointId },
            'deliveries stopped; what was claimed is tried again',
          );
        })
        .finally(() => running.delete(run));
      running.add(run);
    },
    ended: () => Promise.all(running),
  };
}

/** Sends what is queued, endpoint by endpoint, until it is closed. Several may run. */
export function runDeliveries(deps: DeliverDependencies): { close(): Promise<void> } {
  const { pool, log, clock, counters, report, noticeRestMs = 30_000 } = deps;
  const { start, ended } = createRoutes(deps);
  let announcedAt = clock() - lookBackMs;
  return runRounds({
    round: async (isClosing) => {
      await report(true);
      const now = clock();
      counters.announced += await announceDue(pool, new Date(announcedAt));
      announcedAt = now;
      await announceCases(pool, noticeRestMs);
      await announceOverdue(pool, overdueRestMs);
      await supersedeAbandoned(pool);
      for (const endpoint of await listDueEndpoints(pool)) start(endpoint, isClosing);
    },
    restMs: roundMs,
    onFailure: (err) => {
      log.error({ err }, 'a round of deliveries failed; the next one goes on');
    },
    end: async () => {
      await ended();
      await report(false);
    },
  });
}
