import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { shippedIdentityMapping } from '../../config/env.ts';
import { loadIdentityMappings, mappingOf } from '../../services/ingest/identity-mappings.ts';
import {
  readSourceRecords,
  type ReadSourceRecords,
} from '../../services/ingest/read-source-records.ts';
import { getSource } from '../../services/ingest/sources/all-sources.ts';
import { projectRoot } from './source-files.ts';

const mappings = await loadIdentityMappings(shippedIdentityMapping);

export interface Translated extends ReadSourceRecords {
  /** The usage events in the order of their records. */
  readonly events: readonly Record<string, unknown>[];
}

/** What the route would make of a body in this source's format, under the mapping that is shipped. */
export async function translateBody(name: string, body: string): Promise<Translated> {
  const reading = { source: getSource(name), mapping: mappingOf(mappings, name) };
  const read = await readSourceRecords(Buffer.from(body), reading);
  const events = read.accepted.map(
    ({ bytes }) => JSON.parse(bytes.toString()) as Record<string, unknown>,
  );
  return { ...read, events };
}

/** The records of the fixture file of this source, by their place. */
export async function readFixture(name: string): Promise<Record<string, unknown>[]> {
  const path = join(projectRoot, 'test/services/ingest/sources', `${name}.json`);
  return JSON.parse(await readFile(path, 'utf8')) as Record<string, unknown>[];
}

export async function translateFixture(name: string): Promise<Translated> {
  return translateBody(name, JSON.stringify(await readFixture(name)));
}
