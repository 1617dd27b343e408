import type { AccountRecord } from '../../services/contracts/account.ts';
import type { UsageEvent } from '../../services/contracts/usage-event.ts';
import { withoutNulls } from '../../services/contracts/without-nulls.ts';
import { AppError } from '../../services/errors.ts';
import { decodeBatch, type BatchRecord } from '../../services/queue/batch.ts';
import type { PartitionEngine } from '../detection/engine.ts';
import { hashEvent, type EventHash } from './event-hash.ts';
import type { SeenIds } from './seen-ids.ts';

type ParsedRecord =
  | { readonly kind: 'event'; readonly event: UsageEvent; readonly referenceAt: number }
  | { readonly kind: 'account'; readonly account: AccountRecord };

export interface ParsedBatch {
  /** Hours since the epoch. */
  readonly hour: number;
  readonly records: readonly ParsedRecord[];
  readonly accountIds: ReadonlySet<string>;
}

const hourMs = 3_600_000;

// Intake has validated each line against its schema; here it is only read again.
function parseRecord({ kind, line, source, referenceAt }: BatchRecord): ParsedRecord {
  const record = withoutNulls(JSON.parse(line.toString()));
  if (kind === 'account') return { kind, account: record as AccountRecord };
  const event = record as UsageEvent;
  if (source !== null) event.source ??= source;
  return { kind, event, referenceAt };
}

function parseRecords(records: readonly BatchRecord[]): ParsedRecord[] {
  try {
    return records.map(parseRecord);
  } catch {
    // The parser's message quotes the line, so it goes no further.
    throw new AppError('batch_undecodable', 'The batch cannot be decoded: a line is no JSON.');
  }
}

/** Reads all of a batch before anything of it is applied. Throws batch_undecodable. */
export function parseBatch(buffer: Buffer): ParsedBatch {
  const { receivedAt, records } = decodeBatch(buffer);
  const parsed = parseRecords(records);
  const accountIds = new Set<string>();
  for (const record of parsed) {
    const { account_id } = record.kind === 'event' ? record.event : record.account;
    if (typeof account_id !== 'string')
      throw new AppError('batch_undecodable', 'The batch cannot be decoded: an account has no id.');
    accountIds.add(account_id);
  }
  return { hour: Math.floor(receivedAt / hourMs), records: parsed, accountIds };
}

export interface AppliedBatch {
  readonly events: number;
  readonly duplicates: number;
}

interface ApplyTarget {
  readonly engine: PartitionEngine;
  readonly seen: SeenIds;
  /** Hears of every event that was new. */
  onNew(hash: EventHash, hour: number): void;
}

/** Folds a batch into the engine, leaving out what was seen before. The profiles of its accounts must be loaded. */
export function applyBatch(batch: ParsedBatch, { engine, seen, onNew }: ApplyTarget): AppliedBatch {
  let events = 0;
  let duplicates = 0;
  for (const record of batch.records) {
    if (record.kind === 'account') {
      engine.applyAccount(record.account);
      continue;
    }
    const hash = hashEvent(record.event.account_id, record.event.event_id);
    if (!seen.add(hash, batch.hour)) {
      duplicates += 1;
      continue;
    }
    onNew(hash, batch.hour);
    engine.applyEvent(record.event, record.referenceAt);
    events += 1;
  }
  return { events, duplicates };
}
