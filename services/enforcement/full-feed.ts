import { setImmediate as nextTurn } from 'node:timers/promises';
import type { DecisionSet } from './decision-set.ts';
import type { FeedFilter } from './feed-filter.ts';
import { createItemWriter, writeGone, writeList } from './feed-item.ts';
import { compressOnce } from './compress-once.ts';

/** `list`: what is in force. `stream`: the same, and what has ended lately, for a client that begins. */
export type FeedForm = 'list' | 'stream';

/** A whole answer, written out once for all who ask for it within a few seconds. */
export interface FullFeed {
  /** In pieces, which all answers share. */
  readonly pieces: readonly Buffer[];
  readonly compressed: () => Promise<readonly Buffer[]>;
  /** The last change that it holds, here. */
  readonly changedAt: number;
}

export type WriteFullFeed = (
  set: DecisionSet,
  filter: FeedFilter,
  form: FeedForm,
) => Promise<FullFeed>;

// Durations age with the text: a client that does not follow would see an end so much later.
const keptMs = 2_000;
// Texts of this size are still collected with the young ones; longer ones would pile up.
const itemsPerSlice = 128;

/** The items with commas between, and null for none. Gives way now and then: checks are answered meanwhile. */
async function writeItems(set: DecisionSet, filter: FeedFilter, now: number): Promise<Buffer[]> {
  const writeItem = createItemWriter(now);
  const pieces: Buffer[] = [];
  let slice: string[] = [];
  const cut = () => {
    if (slice.length > 0)
      pieces.push(Buffer.from((pieces.length === 0 ? '[' : ',') + slice.join(',')));
    slice = [];
  };
  for (const enforced of set.all(now)) {
    if (!filter.passes(enforced)) continue;
    slice.push(writeItem(enforced));
    if (slice.length < itemsPerSlice) continue;
    cut();
    await nextTurn();
  }
  cut();
  return [...pieces, Buffer.from(pieces.length === 0 ? 'null' : ']')];
}

async function write(
  set: DecisionSet,
  filter: FeedFilter,
  wanted: { form: FeedForm; now: number },
) {
  const { form, now } = wanted;
  const changedAt = set.changedAt();
  const gone = set.recentlyGone(now).filter(filter.passesGone).map(writeGone);
  const head = `{"reset":true,"cursor":${set.cursor()},"deleted":${writeList(gone)},"new":`;
  const items = await writeItems(set, filter, now);
  const pieces = form === 'list' ? items : [Buffer.from(head), ...items, Buffer.from('}')];
  return { pieces, compressed: compressOnce(pieces), changedAt };
}

interface WrittenText {
  readonly at: number;
  readonly changedAt: number;
  readonly text: Promise<FullFeed>;
}

/** `now` is in milliseconds by the database's clock. */
export function createFullFeed(now: () => number): WriteFullFeed {
  const texts = new Map<string, WrittenText>();
  return (set, filter, form) => {
    const name = `${form} ${filter.name}`;
    const at = now();
    const changedAt = set.changedAt();
    const known = texts.get(name);
    if (known?.changedAt === changedAt && at - known.at < keptMs) return known.text;
    const written = { at, changedAt, text: write(set, filter, { form, now: at }) };
    texts.set(name, written);
    // It is large, and nobody may ask again.
    setTimeout(() => {
      if (texts.get(name) === written) texts.delete(name);
    }, keptMs).unref();
    return written.text;
  };
}
