import { setImmediate as nextTurn } from 'node:timers/promises';
import type { DecisionSet } from './decision-set.ts';
import type { FeedFilter } from './feed-filter.ts';
import { toFeedItem } from './feed-item.ts';

/** Everything that passes a filter, written out once for all who ask for it within a few seconds. */
export interface FullFeed {
  /** A JSON array, or `null` as CrowdSec writes an empty one. */
  readonly items: Buffer;
  /** From where a follower that has this goes on, anywhere. */
  readonly cursor: number;
  /** The last change that this holds, here. */
  readonly changedAt: number;
}

export type WriteFullFeed = (set: DecisionSet, filter: FeedFilter) => Promise<FullFeed>;

// Durations age with the text: a client that does not follow would see an end so much later.
const keptMs = 2_000;
const itemsPerSlice = 500;
// Somebody may try out filters; then the texts start anew.
const mostTexts = 16;

async function write(set: DecisionSet, filter: FeedFilter, now: number): Promise<FullFeed> {
  const position = { cursor: set.cursor(), changedAt: set.changedAt() };
  const parts: Buffer[] = [];
  let slice: string[] = [];
  for (const enforced of set.all(now)) {
    if (!filter.passes(enforced)) continue;
    slice.push(JSON.stringify(toFeedItem(enforced, now)));
    if (slice.length < itemsPerSlice) continue;
    parts.push(Buffer.from(`${slice.join(',')},`));
    slice = [];
    // Checks are answered by the same process, within milliseconds.
    await nextTurn();
  }
  parts.push(Buffer.from(slice.join(',')));
  const list = Buffer.concat(parts);
  if (list.length === 0) return { items: Buffer.from('null'), ...position };
  const end = list.at(-1) === 0x2c ? list.length - 1 : list.length;
  return {
    items: Buffer.concat([Buffer.from('['), list.subarray(0, end), Buffer.from(']')]),
    ...position,
  };
}

interface WrittenText {
  readonly at: number;
  readonly changedAt: number;
  readonly text: Promise<FullFeed>;
}

export function createFullFeed(now: () => number): WriteFullFeed {
  const texts = new Map<string, WrittenText>();
  return (set, filter) => {
    const at = now();
    const known = texts.get(filter.name);
    const changedAt = set.changedAt();
    if (known?.changedAt === changedAt && at - known.at < keptMs) return known.text;
    if (texts.size >= mostTexts) texts.clear();
    const text = write(set, filter, at);
    texts.set(filter.name, { at, changedAt, text });
    return text;
  };
}
