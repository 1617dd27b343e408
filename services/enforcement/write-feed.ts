import { Readable } from 'node:stream';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { FeedChanges } from './feed-changes.ts';
import type { FeedFilter } from './feed-filter.ts';
import { toFeedItem, toGoneItem } from './feed-item.ts';

/** CrowdSec writes an empty list as null. */
export function orNull<Item>(items: readonly Item[]): readonly Item[] | null {
  return items.length === 0 ? null : items;
}

export function writeChanges({ now: live, gone }: FeedChanges, filter: FeedFilter, now: number) {
  return {
    new: orNull(live.filter(filter.passes).map((each) => toFeedItem(each, now))),
    deleted: orNull(gone.filter(filter.passesGone).map((each) => toGoneItem(each))),
  };
}

/** The parts go out as they are: a hundred clients that begin at once share one text. */
export function sendParts(reply: FastifyReply, parts: readonly Buffer[]): FastifyReply {
  const bytes = parts.reduce((sum, part) => sum + part.length, 0);
  void reply.header('content-length', bytes);
  return reply.send(Readable.from(parts, { objectMode: false }));
}

/** Names the answer by a time in microseconds, for `If-None-Match`. */
export function tag(reply: FastifyReply, at: number): FastifyReply {
  return reply.type('application/json; charset=utf-8').header('etag', `"${at}"`);
}

/** Whether the client names an answer that nothing has changed since. */
export function isHeld({ headers }: FastifyRequest, changedAt: number): boolean {
  const held = /^(?:W\/)?"(\d+)"$/.exec(headers['if-none-match'] ?? '')?.[1];
  return held !== undefined && Number(held) >= changedAt;
}
