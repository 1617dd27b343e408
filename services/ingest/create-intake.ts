import type { IncomingMessage } from 'node:http';
import type { BatchRecord, RecordKind } from '../queue/batch.ts';
import { partitionOf } from '../queue/partition-of.ts';
import { decompress } from './decompress.ts';
import type { GroupCommit } from './group-commit.ts';
import { createMemoryLimit, type MemoryBudget } from './memory-budget.ts';
import { maxBodyBytes, readBody } from './read-body.ts';
import type { ReadRecords } from './read-records.ts';
import { readReferenceTime, referenceTimeHeader } from './reference-time.ts';

interface IntakeOptions {
  readonly groupCommit: GroupCommit;
  readonly partitions: number;
  readonly clock: () => number;
  /** Bytes of bodies under way over all requests, from which on more is refused. */
  readonly maxBytesUnderWay?: number;
}

export interface IntakeRequest<Read extends ReadRecords = ReadRecords> {
  readonly stream: IncomingMessage;
  readonly kind: RecordKind;
  /** Finds the records in the decompressed body. */
  readonly read: (body: Buffer) => Promise<Read>;
  /** The source of the key that sent it. */
  readonly source: string | null;
  /** The limit on the body, before and after decompression, in bytes; 16 MiB when not given. */
  readonly maxBytes?: number;
}

/** Takes one request in. Resolves when all its good records are durable; throws AppErrors of the contract. */
export type Intake = <Read extends ReadRecords>(request: IntakeRequest<Read>) => Promise<Read>;

async function readWhole(
  { stream, maxBytes = maxBodyBytes }: Pick<IntakeRequest, 'stream' | 'maxBytes'>,
  budget: MemoryBudget,
): Promise<Buffer> {
  const raw = await readBody(stream, budget, maxBytes);
  const body = await decompress(raw, stream.headers['content-encoding'], maxBytes);
  if (body !== raw && !budget.take(body.length)) throw budget.exceeded();
  return body;
}

export function createIntake(options: IntakeOptions): Intake {
  const { groupCommit, partitions, clock, maxBytesUnderWay = 268_435_456 } = options;
  const openBudget = createMemoryLimit(maxBytesUnderWay);

  function byPartition(read: ReadRecords, common: Omit<BatchRecord, 'line'>): BatchRecord[][] {
    const lists: BatchRecord[][] = Array.from({ length: partitions }, () => []);
    for (const { accountId, bytes } of read.accepted) {
      lists[partitionOf(accountId, partitions)]?.push({ ...common, line: bytes });
    }
    return lists;
  }

  async function readAll<Read extends ReadRecords>(
    request: IntakeRequest<Read>,
    budget: MemoryBudget,
  ) {
    const { stream, kind, read: findRecords, source } = request;
    const leave = groupCommit.enter();
    try {
      const referenceAt = readReferenceTime(stream.headers[referenceTimeHeader], clock());
      const read = await findRecords(await readWhole(request, budget));
      const common = { kind, referenceAt, source };
      return { read, durable: groupCommit.commit(byPartition(read, common)) };
    } finally {
      leave();
    }
  }

  return async (request) => {
    const budget = openBudget();
    try {
      const { read, durable } = await readAll(request, budget);
      await durable;
      return read;
    } finally {
      budget.release();
    }
  };
}
