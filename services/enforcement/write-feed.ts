import { Readable } from 'node:stream';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { FeedChanges } from './feed-changes.ts';
import type { FeedFilter } from './feed-filter.ts';
import { createItemWriter, writeGone, writeList } from './feed-item.ts';
import type { FullFeed } from './full-feed.ts';

/** The changes that pass, as the fields `new` and `deleted` of an answer. */
export function writeChanges(
  { now: live, gone }: FeedChanges,
  filter: FeedFilter,
  now: number,
): string {
  const items = live.filter(filter.passes).map(createItemWriter(now));
  const ended = gone.filter(filter.passesGone).map(writeGone);
  return `"new":${writeList(items)},"deleted":${writeList(ended)}`;
}

/** Whether the client takes an answer that is compressed by gzip. */
export function takesGzip({ headers }: FastifyRequest): boolean {
  return /\bgzip\b(?!\s*;\s*q=0(?:\.0+)?(?:,|$))/.test(headers['accept-encoding'] ?? '');
}

/** Sends the text as it is: a hundred clients that begin at once share one. */
export function sendFull(reply: FastifyReply, feed: FullFeed): FastifyReply {
  const { pieces, isCompressed, changedAt } = feed;
  const bytes = pieces.reduce((sum, piece) => sum + piece.length, 0);
  if (isCompressed) void reply.header('content-encoding', 'gzip');
  void reply.headers({ vary: 'accept-encoding', 'content-length': bytes });
  return tag(reply, changedAt).send(Readable.from(pieces, { objectMode: false }));
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
