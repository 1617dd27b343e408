import { AppError } from '../../errors.ts';
import { mappingOf, type IdentityMappings } from '../../ingest/identity-mappings.ts';
import { readOtlp } from '../../ingest/otlp/read-otlp.ts';
import type { Signal } from '../../ingest/otlp/telemetry.ts';
import { readRecords, type ReadRecords } from '../../ingest/read-records.ts';
import { readSourceBodies } from '../../ingest/read-source-records.ts';
import { usageEventForm } from '../../ingest/record-forms.ts';
import { getSource, sourceNames } from '../../ingest/sources/all-sources.ts';
import type { IdentityMapping } from '../../ingest/sources/identity.ts';
import { splitRecords } from '../../ingest/split-records.ts';
import { joinUnread, nothingUnread } from '../../ingest/unread.ts';

/** A form in which a log may come, and where it is posted. */
export interface Format {
  readonly name: string;
  readonly route: string;
  /** Where the records carry an identity; undefined for usage events, which name it themselves. */
  readonly mapping: IdentityMapping | undefined;
  /** Records of one call may stand apart: only all bodies together give the calls. */
  readonly isJoined: boolean;
  /** By another mapping when it is given. */
  readonly read: (bodies: readonly Buffer[], mapping?: IdentityMapping) => Promise<ReadRecords>;
}

export const usageEventsName = 'usage-events';

const nothing: ReadRecords = {
  ...{ accepted: [], rejected: 0, errors: [], unread: nothingUnread },
  isAnyReadable: false,
};

function together(reads: readonly ReadRecords[]): ReadRecords {
  return {
    accepted: reads.flatMap(({ accepted }) => accepted),
    rejected: reads.reduce((sum, { rejected }) => sum + rejected, 0),
    errors: reads.flatMap(({ errors }) => errors),
    unread: joinUnread(reads.map(({ unread }) => unread)),
    isAnyReadable: reads.some(({ isAnyReadable }) => isAnyReadable),
  };
}

/** What is no request of this signal is one refused record: its neighbours may be. */
function refused({ message }: AppError, line: number): ReadRecords {
  const error = { code: 'invalid_json', event_id: null, message, line } as const;
  return { ...nothing, rejected: 1, errors: [error] };
}

/** The collector's file exporter writes one request a line. */
async function readRequests(bodies: readonly Buffer[], signal: Signal, identity: IdentityMapping) {
  const reads: ReadRecords[] = [];
  for (const { bytes, line } of bodies.flatMap((body) => [...splitRecords(body)])) {
    try {
      reads.push(await readOtlp(bytes, { signal, named: 'json', identity }));
    } catch (error) {
      if (!(error instanceof AppError) || error.code !== 'body_unparsable') throw error;
      reads.push(refused(error, line));
    }
  }
  return together(reads);
}

function otlpFormat(signal: Signal, mapping: IdentityMapping): Format {
  return {
    name: `otlp-${signal}`,
    route: `/v1/${signal}`,
    mapping,
    isJoined: false,
    read: (bodies, identity = mapping) => readRequests(bodies, signal, identity),
  };
}

function sourceFormat(name: string, mapping: IdentityMapping): Format {
  const source = getSource(name);
  return {
    name,
    route: `/v1/ingest/${name}`,
    mapping,
    isJoined: source.gather !== undefined,
    read: (bodies, given = mapping) => readSourceBodies(bodies, { source, mapping: given }),
  };
}

const usageEvents: Format = {
  name: usageEventsName,
  route: '/v1/events',
  mapping: undefined,
  isJoined: false,
  read: async (bodies) => {
    const reads: ReadRecords[] = [];
    for (const body of bodies) reads.push(await readRecords(body, usageEventForm));
    return together(reads);
  },
};

/** Every form that intake takes, usage events first. */
export function listFormats(mappings: IdentityMappings): Format[] {
  const otlp = mappingOf(mappings, 'otlp');
  const signals = (['traces', 'logs'] as const).map((signal) => otlpFormat(signal, otlp));
  const sources = sourceNames.map((name) => sourceFormat(name, mappingOf(mappings, name)));
  return [usageEvents, ...signals, ...sources];
}

/** The format of this name. Throws `usage` with the names that there are. */
export function getFormat(mappings: IdentityMappings, name: string): Format {
  const formats = listFormats(mappings);
  const found = formats.find((format) => format.name === name);
  if (found !== undefined) return found;
  const names = formats.map((format) => format.name).join(', ');
  throw new AppError('usage', `There is no format ${name}. These are: ${names}.`);
}
