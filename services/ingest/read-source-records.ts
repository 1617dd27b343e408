import { isUtf8 } from 'node:buffer';
import { deepestNesting, isTooDeep } from './json-checks.ts';
import { judgeTranslation } from './judge-translation.ts';
import { openEnvelopes } from './open-envelopes.ts';
import {
  collectVerdicts,
  parseRecord,
  refuse,
  type LineErrorCode,
  type LineRefusal,
  type ReadRecords,
  type Verdict,
} from './read-records.ts';
import type { IdentityMapping } from './sources/identity.ts';
import type { NumberedRecord, Source } from './sources/source.ts';
import { isArrayBody } from './split-records.ts';
import { createUnread } from './unread.ts';

export interface SourceReading {
  readonly source: Source;
  readonly mapping: IdentityMapping;
}

export interface ReadSourceRecords extends ReadRecords {
  /** Records that are no call to a model. */
  readonly skipped: number;
  /** How many records were refused, by code. */
  readonly refusals: ReadonlyMap<LineErrorCode, number>;
}

type Item = NumberedRecord | (LineRefusal & { readonly line: number });

const isParsed = (item: Item): item is NumberedRecord => 'value' in item;

function* parseAll(bodies: readonly Buffer[]): Generator<Item> {
  for (const body of bodies) {
    const isAllUtf8 = isUtf8(body);
    for (const { line, bytes } of openEnvelopes(body)) {
      yield { line, ...parseRecord(bytes, isAllUtf8) };
    }
  }
}

/** A source whose calls are spread over several records sees them all before any is translated. */
function itemsOf(bodies: readonly Buffer[], { gather }: Source): Iterable<Item> {
  if (gather === undefined) return parseAll(bodies);
  const items = [...parseAll(bodies)];
  return [...items.filter((item) => !isParsed(item)), ...gather(items.filter(isParsed))];
}

function translateItem(
  { value }: NumberedRecord,
  { source, mapping }: SourceReading,
  wantsReason: boolean,
): Verdict | undefined {
  if (isTooDeep(value)) {
    const message = `The record is nested deeper than ${deepestNesting} levels.`;
    return refuse('source_record_invalid', message);
  }
  return judgeTranslation(source.translate(value, mapping), wantsReason);
}

/** What was refused by its content: it is JSON, and no deeper than another version would take it. */
function unreadOf(item: Item, { scatter = (value) => [value] }: Source): string[] {
  if (!isParsed(item) || isTooDeep(item.value)) return [];
  return scatter(item.value).map((record) => JSON.stringify(record));
}

/** Like `readSourceRecords` over bodies that belong together: records of one call may stand in different ones. */
export async function readSourceBodies(
  bodies: readonly Buffer[],
  reading: SourceReading,
): Promise<ReadSourceRecords> {
  const refusals = new Map<LineErrorCode, number>();
  const { unread, keep } = createUnread();
  let skipped = 0;
  const judge = (item: Item, wantsReason: boolean): Verdict | undefined => {
    const verdict = isParsed(item) ? translateItem(item, reading, wantsReason) : item;
    if (verdict === undefined) skipped += 1;
    else if ('code' in verdict) {
      refusals.set(verdict.code, (refusals.get(verdict.code) ?? 0) + 1);
      const records = unreadOf(item, reading.source);
      if (records.length > 0) keep(verdict.code, records);
    }
    return verdict;
  };
  const read = await collectVerdicts(itemsOf(bodies, reading.source), judge);
  const isEmpty = read.accepted.length + read.rejected + skipped === 0;
  const isAnyReadable = read.isAnyReadable || (isEmpty && bodies.some(isArrayBody));
  return { ...read, isAnyReadable, skipped, refusals, unread };
}

/** Parses and translates every record of a body in a source's format; what is no usage event is refused one by one. */
export function readSourceRecords(
  body: Buffer,
  reading: SourceReading,
): Promise<ReadSourceRecords> {
  return readSourceBodies([body], reading);
}
