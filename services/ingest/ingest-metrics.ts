import { Counter, Histogram, type Registry } from 'prom-client';
import type { ReadRecords } from './read-records.ts';

export interface IngestMetrics {
  /** Of one request, once its records are durable. */
  readonly countRecords: (kind: string, records: ReadRecords) => void;
  /** Measures an append from now until the returned function is called. */
  readonly startAppend: (bytes: number, records: number) => () => void;
}

export function createIngestMetrics(registry: Registry): IngestMetrics {
  const registers = [registry];
  const records = new Counter({
    name: 'stillwatch_ingest_records_total',
    help: 'Records by kind and outcome.',
    labelNames: ['kind', 'outcome'] as const,
    registers,
  });
  const bytes = new Histogram({
    name: 'stillwatch_ingest_batch_bytes',
    help: 'Bytes of the batches handed to the queue.',
    buckets: [1_000, 4_000, 16_000, 64_000, 256_000, 1_000_000, 4_000_000],
    registers,
  });
  const batchRecords = new Counter({
    name: 'stillwatch_ingest_batch_records_total',
    help: 'Records in the batches handed to the queue.',
    registers,
  });
  const seconds = new Histogram({
    name: 'stillwatch_ingest_append_seconds',
    help: 'Time until a batch was durable.',
    buckets: [0.001, 0.0025, 0.005, 0.01, 0.025, 0.1, 0.5, 2.5],
    registers,
  });
  return {
    countRecords: (kind, { accepted, rejected }) => {
      records.inc({ kind, outcome: 'accepted' }, accepted.length);
      records.inc({ kind, outcome: 'rejected' }, rejected);
    },
    startAppend: (batchBytes, count) => {
      bytes.observe(batchBytes);
      batchRecords.inc(count);
      return seconds.startTimer();
    },
  };
}
