import type { Pool, PoolClient } from './pool.ts';

export interface NewDeadLetter {
  readonly partition: number;
  readonly sequence: number;
  readonly reasonCode: string;
  /** Says what failed; never anything out of the records. */
  readonly message: string;
  readonly payload: Buffer;
  readonly records: number;
}

export interface DeadLetter extends Omit<NewDeadLetter, 'payload'> {
  readonly deadLetterId: string;
  readonly bytes: number;
  readonly createdAt: Date;
  readonly replayedAt: Date | null;
}

/** Stores batches that failed for good. One that stands keeps its row. */
export async function insertDeadLetters(
  client: PoolClient,
  letters: readonly NewDeadLetter[],
): Promise<void> {
  for (const { partition, sequence, reasonCode, message, payload, records } of letters) {
    await client.query(
      `insert into dead_letters (partition, sequence, reason_code, message, payload, records)
       values ($1, $2, $3, $4, $5, $6) on conflict on constraint dead_letters_batch_unique do nothing`,
      [partition, sequence, reasonCode, message, payload, records],
    );
  }
}

/** Newest first. */
export async function listDeadLetters(
  client: Pool | PoolClient,
  limit: number,
): Promise<DeadLetter[]> {
  const { rows } = await client.query<DeadLetter>(
    `select dead_letter_id::text as "deadLetterId", partition, sequence::float8 as sequence,
       reason_code as "reasonCode", message, records, octet_length(payload) as bytes,
       created_at as "createdAt", replayed_at as "replayedAt"
     from dead_letters order by dead_letter_id desc limit $1`,
    [limit],
  );
  return rows;
}

/** Appends a payload to the queue of its partition. */
export type AppendBatch = (partition: number, payload: Buffer) => Promise<unknown>;

interface WaitingLetter {
  readonly id: string;
  readonly partition: number;
  readonly payload: Buffer;
}

/**
 * Puts every dead letter that was not replayed yet back into its partition's queue, oldest first, and returns how
 * many. Stopped midway it may queue one twice, which does no harm: events are counted once.
 */
export async function replayDeadLetters(pool: Pool, append: AppendBatch): Promise<number> {
  // What fails again meanwhile becomes a new letter; without an end it would go round for ever.
  const { rows: waiting } = await pool.query<{ id: string }>(
    `select dead_letter_id::text as id from dead_letters where replayed_at is null order by dead_letter_id`,
  );
  for (const { id } of waiting) {
    const { rows } = await pool.query<WaitingLetter>(
      'select dead_letter_id::text as id, partition, payload from dead_letters where dead_letter_id = $1',
      [id],
    );
    for (const letter of rows) await append(letter.partition, letter.payload);
    await pool.query('update dead_letters set replayed_at = now() where dead_letter_id = $1', [id]);
  }
  return waiting.length;
}

export interface OldLetter {
  readonly id: string;
  readonly payload: Buffer;
}

interface OldLetters {
  readonly before: Date;
  /** The last one of the page before; '0' for the first page. */
  readonly after: string;
  readonly limit: number;
}

/** Dead letters from before a moment, replayed or not, oldest first. */
export async function listOldLetters(
  client: Pool | PoolClient,
  { before, after, limit }: OldLetters,
): Promise<OldLetter[]> {
  const { rows } = await client.query<OldLetter>(
    `select dead_letter_id::text as id, payload from dead_letters
     where created_at < $1 and dead_letter_id > $2 order by dead_letter_id limit $3`,
    [before, after, limit],
  );
  return rows;
}

/** Deletes them and returns how many there were. */
export async function deleteDeadLetters(
  client: PoolClient,
  ids: readonly string[],
): Promise<number> {
  const { rowCount } = await client.query(
    'delete from dead_letters where dead_letter_id = any($1::bigint[])',
    [ids],
  );
  return rowCount ?? 0;
}
