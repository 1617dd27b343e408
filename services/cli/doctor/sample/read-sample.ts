import type { UsageEvent } from '../../../contracts/usage-event.ts';
import type { IdentityMappings } from '../../../ingest/identity-mappings.ts';
import type { ReadRecords } from '../../../ingest/read-records.ts';
import { identityRoles, type IdentityRole } from '../../../ingest/sources/identity.ts';
import { getFormat, listFormats, type Format } from '../../inputs/formats.ts';
import { readLines } from '../../inputs/read-lines.ts';

export interface FoundName {
  readonly role: IdentityRole;
  /** As the identity mapping writes it. */
  readonly name: string;
  /** Calls that carry it. */
  readonly calls: number;
}

/** How a log would be read. Holds counts and names of fields, and none of their values. */
export interface Sample {
  readonly format: string;
  readonly route: string;
  readonly calls: number;
  readonly refused: readonly { readonly code: string; readonly message: string }[];
  readonly refusedCount: number;
  /** Distinct accounts. */
  readonly accounts: number;
  /** Undefined for usage events. */
  readonly names: readonly FoundName[] | undefined;
  readonly events: readonly UsageEvent[];
}

const mostBytes = 16 * 1_048_576;

/** The first 16 MiB of a file, whole lines; it may be an array over many lines. Throws file_unreadable. */
async function readBody(path: string): Promise<Buffer> {
  const lines: Buffer[] = [];
  let bytes = 0;
  await readLines(path, {
    onLine: (line) => {
      bytes += line.length + 1;
      if (bytes <= mostBytes || lines.length === 0)
        lines.push(Buffer.from(line), Buffer.from('\n'));
    },
    isEnough: () => bytes >= mostBytes,
  });
  return Buffer.concat(lines);
}

interface Tried {
  readonly format: Format;
  readonly read: ReadRecords;
}

const eventsOf = ({ accepted }: ReadRecords) =>
  accepted.map(({ bytes }) => JSON.parse(bytes.toString()) as UsageEvent);

const bytesRead = ({ accepted }: ReadRecords) =>
  accepted.reduce((sum, { bytes }) => sum + bytes.length, 0);

/** The one that reads most calls, and of several the one that reads most of them: related formats differ in detail. */
async function findBest(body: Buffer, formats: readonly Format[]): Promise<Tried> {
  const tried: Tried[] = [];
  for (const format of formats) {
    tried.push({ format, read: await format.read([body]) });
  }
  const [best] = tried.toSorted(
    (left, right) =>
      right.read.accepted.length - left.read.accepted.length ||
      bytesRead(right.read) - bytesRead(left.read),
  );
  if (best === undefined) throw new Error('there is no format to try');
  return best;
}

/** How many calls each name of the mapping identifies, asked one name at a time. */
async function countNames(body: Buffer, { read, mapping }: Format) {
  if (mapping === undefined) return undefined;
  const found: FoundName[] = [];
  for (const role of identityRoles) {
    for (const name of mapping[role]) {
      const events = eventsOf(await read([body], { ...mapping, [role]: [name] }));
      const has = (event: UsageEvent) =>
        role === 'ip' || role === 'user_agent' ? event.client?.[role] : event[role];
      found.push({ role, name, calls: events.filter((event) => has(event) !== undefined).length });
    }
  }
  return found;
}

/** Reads the start of a log as intake would; without `named` in the format that understands most of it. */
export async function readSample(
  path: string,
  mappings: IdentityMappings,
  named?: string,
): Promise<Sample> {
  const formats = named === undefined ? listFormats(mappings) : [getFormat(mappings, named)];
  const body = await readBody(path);
  const { format, read } = await findBest(body, formats);
  const events = eventsOf(read);
  return {
    format: format.name,
    route: format.route,
    calls: events.length,
    refused: read.errors.map(({ code, message }) => ({ code, message })),
    refusedCount: read.rejected,
    accounts: new Set(events.map((event) => event.account_id)).size,
    names: await countNames(body, format),
    events,
  };
}
