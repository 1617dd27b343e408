import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { constants, createGzip } from 'node:zlib';
import type { DecisionSet } from './decision-set.ts';
import type { FeedFilter } from './feed-filter.ts';
import { createItemWriter, writeGone, writeList } from './feed-item.ts';

/** What a client asks for. */
export interface FeedForm {
  /** `list`: what is in force. `stream`: the same, and what has ended lately, for a client that begins. */
  readonly shape: 'list' | 'stream';
  readonly isCompressed: boolean;
}

/** A whole answer, written out once for all who ask for it within a few seconds. */
export interface FullFeed {
  /** In pieces, which all answers share. */
  readonly pieces: readonly Buffer[];
  readonly isCompressed: boolean;
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
const gzipChunkBytes = 262_144;

interface Writing {
  readonly set: DecisionSet;
  readonly filter: FeedFilter;
  readonly form: FeedForm;
  readonly now: number;
}

/** The items with commas between, and null for none. Gives way now and then: checks are answered meanwhile. */
async function* writeItems({ set, filter, now }: Writing): AsyncGenerator<string> {
  const writeItem = createItemWriter(now);
  let slice: string[] = [];
  let opening = '[';
  for (const enforced of set.all(now)) {
    if (!filter.passes(enforced)) continue;
    slice.push(writeItem(enforced));
    if (slice.length < itemsPerSlice) continue;
    yield opening + slice.join(',');
    opening = ',';
    slice = [];
    await nextTurn();
  }
  if (slice.length > 0) yield opening + slice.join(',');
  yield opening === '[' && slice.length === 0 ? 'null' : ']';
}

async function* writeText(writing: Writing): AsyncGenerator<Buffer> {
  const { set, filter, form, now } = writing;
  const isStream = form.shape === 'stream';
  if (isStream) {
    const gone = set.recentlyGone(now).filter(filter.passesGone).map(writeGone);
    const head = `{"reset":true,"cursor":${set.cursor()},"deleted":${writeList(gone)},"new":`;
    yield Buffer.from(head);
  }
  for await (const text of writeItems(writing)) yield Buffer.from(text);
  if (isStream) yield Buffer.from('}');
}

/** Compressed while it is written: the text as a whole never stands in memory, and zlib works beside the writing. */
async function collect(text: AsyncIterable<Buffer>, isCompressed: boolean): Promise<Buffer[]> {
  const written = Readable.from(text, { objectMode: false });
  if (!isCompressed) return written.toArray() as Promise<Buffer[]>;
  const gzip = createGzip({ level: constants.Z_BEST_SPEED, chunkSize: gzipChunkBytes });
  // The end of `pipeline` is the error that either of them had; toArray reads until then.
  const [collected] = await Promise.all([gzip.toArray(), pipeline(written, gzip)]);
  return collected as Buffer[];
}

async function write(writing: Writing): Promise<FullFeed> {
  const changedAt = writing.set.changedAt();
  const { isCompressed } = writing.form;
  return { pieces: await collect(writeText(writing), isCompressed), isCompressed, changedAt };
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
    const name = `${form.shape} ${String(form.isCompressed)} ${filter.name}`;
    const at = now();
    const changedAt = set.changedAt();
    const known = texts.get(name);
    if (known?.changedAt === changedAt && at - known.at < keptMs) return known.text;
    const written = { at, changedAt, text: write({ set, filter, form, now: at }) };
    texts.set(name, written);
    // It is large, and nobody may ask again.
    setTimeout(() => {
      if (texts.get(name) === written) texts.delete(name);
    }, keptMs).unref();
    return written.text;
  };
}
