import { isUtf8 } from 'node:buffer';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { maxLineBytes } from '../contracts/max-line-bytes.ts';
import { withoutNulls } from '../contracts/without-nulls.ts';
import { explainRefusal } from './explain-refusal.ts';
import type { Fields } from './json-checks.ts';
import { parseJson } from './parse-json.ts';
import type { RecordForm } from './record-forms.ts';
import type { SourceRefusal } from './sources/source.ts';
import { isArrayBody, splitRecords, type RawRecord } from './split-records.ts';
import { nothingUnread, type Unread } from './unread.ts';

export type LineErrorCode =
  'line_too_long' | 'invalid_utf8' | 'invalid_json' | 'schema_invalid' | SourceRefusal['code'];

export interface LineError {
  readonly line: number;
  readonly event_id: string | null;
  readonly code: LineErrorCode;
  readonly message: string;
}

export interface AcceptedRecord {
  readonly accountId: string;
  readonly bytes: Buffer;
}

export interface ReadRecords {
  readonly accepted: readonly AcceptedRecord[];
  readonly rejected: number;
  /** The first ones; `rejected` counts them all. */
  readonly errors: readonly LineError[];
  /** True when at least one record was JSON, or was refused by its length before anyone looked, or the body is an empty array. */
  readonly isAnyReadable: boolean;
  readonly unread: Unread;
}

const maxErrors = 20;
// The event loop gets its turn this often, so that a large body delays others by milliseconds only.
const recordsPerSlice = 512;

export type LineRefusal = Omit<LineError, 'line'>;
export type Verdict = AcceptedRecord | LineRefusal;

export function refuse(
  code: LineErrorCode,
  message: string,
  eventId: string | null = null,
): LineRefusal {
  return { code, message, event_id: eventId };
}

function eventIdOf(value: unknown): string | null {
  const id = (value as { event_id?: unknown } | null)?.event_id;
  return typeof id === 'string' && id.length <= 128 ? id : null;
}

function accept(value: unknown, bytes: Buffer): Verdict {
  return { accountId: (value as Fields).account_id as string, bytes };
}

/** The record as JSON, or why it cannot be read. `isUtf8Known` spares the look when the whole body was looked at. */
export function parseRecord(
  bytes: Buffer,
  isUtf8Known: boolean,
): { readonly value: unknown } | LineRefusal {
  if (bytes.length > maxLineBytes) return refuse('line_too_long', 'A record may hold 1 MiB.');
  if (!isUtf8Known && !isUtf8(bytes)) return refuse('invalid_utf8', 'The record is not UTF-8.');
  const value = parseJson(bytes.toString());
  return value === undefined ? refuse('invalid_json', 'The record is not JSON.') : { value };
}

interface Reading {
  readonly form: RecordForm;
  readonly isAllUtf8: boolean;
  /** False once nobody will read another reason: finding it costs more than everything else. */
  readonly wantsReason: boolean;
}

function judge({ bytes }: RawRecord, { form, isAllUtf8, wantsReason }: Reading): Verdict {
  const parsed = parseRecord(bytes, isAllUtf8);
  if ('code' in parsed) return parsed;
  const { value } = parsed;
  if (form.isValid(value)) return accept(value, bytes);
  // Only here: hardly any record holds a null, and every record is checked.
  const bare = withoutNulls(value);
  if (bare !== value && form.isValid(bare)) return accept(bare, bytes);
  const reason = wantsReason ? explainRefusal(form.schema, bare) : '';
  return refuse('schema_invalid', reason, eventIdOf(value));
}

const unreadable: ReadonlySet<LineErrorCode> = new Set(['invalid_utf8', 'invalid_json']);

/**
 * Collects the verdicts over the items of a body, giving the event loop its turn in between. `judgeItem` returns
 * undefined for an item that is neither accepted nor rejected; `wantsReason` is false once nobody will read another.
 */
export async function collectVerdicts<Item extends { readonly line: number }>(
  items: Iterable<Item>,
  judgeItem: (item: Item, wantsReason: boolean) => Verdict | undefined,
): Promise<ReadRecords> {
  const accepted: AcceptedRecord[] = [];
  const errors: LineError[] = [];
  let rejected = 0;
  let isAnyReadable = false;
  let untilPause = recordsPerSlice;
  for (const item of items) {
    const verdict = judgeItem(item, errors.length < maxErrors);
    if (verdict === undefined) isAnyReadable = true;
    else if ('accountId' in verdict) accepted.push(verdict);
    else {
      rejected += 1;
      isAnyReadable ||= !unreadable.has(verdict.code);
      if (errors.length < maxErrors) errors.push({ line: item.line, ...verdict });
    }
    untilPause -= 1;
    if (untilPause === 0) {
      untilPause = recordsPerSlice;
      await nextTurn();
    }
  }
  isAnyReadable ||= accepted.length > 0;
  return { accepted, rejected, errors, isAnyReadable, unread: nothingUnread };
}

/** Parses and checks every record of a body on its own: a bad one never takes its neighbours along. */
export async function readRecords(body: Buffer, form: RecordForm): Promise<ReadRecords> {
  const isAllUtf8 = isUtf8(body);
  const read = await collectVerdicts(splitRecords(body), (record, wantsReason) =>
    judge(record, { form, isAllUtf8, wantsReason }),
  );
  const isEmptyArray = read.accepted.length === 0 && read.rejected === 0 && isArrayBody(body);
  return isEmptyArray ? { ...read, isAnyReadable: true } : read;
}
