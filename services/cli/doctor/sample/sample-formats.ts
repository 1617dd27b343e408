import { mappingOf, type IdentityMappings } from '../../../ingest/identity-mappings.ts';
import { readOtlp } from '../../../ingest/otlp/read-otlp.ts';
import type { Signal } from '../../../ingest/otlp/telemetry.ts';
import { readRecords, type ReadRecords } from '../../../ingest/read-records.ts';
import { readSourceRecords } from '../../../ingest/read-source-records.ts';
import { usageEventForm } from '../../../ingest/record-forms.ts';
import { getSource, sourceNames } from '../../../ingest/sources/all-sources.ts';
import type { IdentityMapping } from '../../../ingest/sources/identity.ts';
import { AppError } from '../../../errors.ts';

/** A form in which a log may come, and where it is posted. */
export interface SampleFormat {
  readonly name: string;
  readonly route: string;
  /** Where the records carry an identity; undefined for usage events, which name it themselves. */
  readonly mapping: IdentityMapping | undefined;
  /** By another mapping when it is given. */
  readonly read: (body: Buffer, mapping?: IdentityMapping) => Promise<ReadRecords>;
}

const nothing: ReadRecords = { accepted: [], rejected: 0, errors: [], isAnyReadable: false };

function otlpFormat(signal: Signal, mapping: IdentityMapping): SampleFormat {
  return {
    name: `otlp-${signal}`,
    route: `/v1/${signal}`,
    mapping,
    read: async (body, identity = mapping) => {
      try {
        return await readOtlp(body, { signal, named: 'json', identity });
      } catch (error) {
        // Any file may be tried as any format; what is not OTLP holds no record of it.
        if (error instanceof AppError && error.code === 'body_unparsable') return nothing;
        throw error;
      }
    },
  };
}

function sourceFormat(name: string, mapping: IdentityMapping): SampleFormat {
  const source = getSource(name);
  return {
    name,
    route: `/v1/ingest/${name}`,
    mapping,
    read: (body, given = mapping) => readSourceRecords(body, { source, mapping: given }),
  };
}

/** Every form that intake takes, usage events first. */
export function listFormats(mappings: IdentityMappings): SampleFormat[] {
  const events: SampleFormat = {
    name: 'usage-events',
    route: '/v1/events',
    mapping: undefined,
    read: (body) => readRecords(body, usageEventForm),
  };
  const otlp = mappingOf(mappings, 'otlp');
  const signals = (['traces', 'logs'] as const).map((signal) => otlpFormat(signal, otlp));
  const sources = sourceNames.map((name) => sourceFormat(name, mappingOf(mappings, name)));
  return [events, ...signals, ...sources];
}
