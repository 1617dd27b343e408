import { Counter, type Registry } from 'prom-client';
import type { ReadSourceRecords } from './read-source-records.ts';

export interface SourceMetrics {
  /** Of one request, once its records are durable. */
  readonly count: (source: string, read: ReadSourceRecords) => void;
  /** Of what was refused, whether it is kept in quarantine or was lost because that is full. */
  readonly countUnread: (source: string, records: number, isKept: boolean) => void;
}

/** Says by source what never became a usage event, so that a mapping that misses is seen before it is missed. */
export function createSourceMetrics(registry: Registry): SourceMetrics {
  const refused = new Counter({
    name: 'stillwatch_ingest_source_refused_total',
    help: 'Records of a source that are no usage event, by code.',
    labelNames: ['source', 'code'] as const,
    registers: [registry],
  });
  const skipped = new Counter({
    name: 'stillwatch_ingest_source_skipped_total',
    help: 'Records of a source that are no call to a model.',
    labelNames: ['source'] as const,
    registers: [registry],
  });
  const quarantined = new Counter({
    name: 'stillwatch_ingest_quarantined_total',
    help: 'Refused records of a source that are kept until they can be read (kept) or found no room (lost).',
    labelNames: ['source', 'outcome'] as const,
    registers: [registry],
  });
  return {
    countUnread: (source, records, isKept) => {
      quarantined.inc({ source, outcome: isKept ? 'kept' : 'lost' }, records);
    },
    count: (source, read) => {
      for (const [code, records] of read.refusals) refused.inc({ source, code }, records);
      skipped.inc({ source }, read.skipped);
    },
  };
}
