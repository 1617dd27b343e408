import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import { AppError } from '../errors.ts';
import { sourceNames } from './sources/all-sources.ts';
import { identityRoles, type IdentityMapping, type IdentityRole } from './sources/identity.ts';

/** By source: under which names its records carry an identity. */
export type IdentityMappings = Readonly<Record<string, IdentityMapping>>;

/** OpenTelemetry has routes of its own and shares the file. */
const mappedSources = ['otlp', ...sourceNames];

const names = z.array(z.string().trim().min(1)).optional();
const mapping = z.strictObject({
  account_id: names.refine((list) => list?.length !== 0, 'name at least one field'),
  api_key_id: names,
  org_id: names,
  end_user_id: names,
  session_id: names,
  ip: names,
  user_agent: names,
} satisfies Record<IdentityRole, unknown>);
const mappingFile = z.partialRecord(z.enum(mappedSources), mapping);

type MappingFile = z.output<typeof mappingFile>;

/** The loaded file has one for every source. Throws for a name that is none. */
export function mappingOf(mappings: IdentityMappings, source: string): IdentityMapping {
  const mapping = mappings[source];
  if (mapping === undefined) throw new Error(`there is no identity mapping of ${source}`);
  return mapping;
}

function unusable(file: string, problem: string, cause?: unknown): AppError {
  const message = `The identity mapping (${file}) is not usable: ${problem}.`;
  return new AppError('setting_invalid', message, { cause });
}

async function readJson(file: string): Promise<unknown> {
  try {
    return JSON.parse(await readFile(file, 'utf8'));
  } catch (cause) {
    throw unusable(file, cause instanceof SyntaxError ? 'no JSON' : 'cannot be read', cause);
  }
}

async function readMappingFile(file: string): Promise<MappingFile> {
  const result = mappingFile.safeParse(await readJson(file));
  if (result.success) return result.data;
  const problems = result.error.issues.map(({ path, message }) =>
    path.length === 0 ? message : `${path.join('.')}: ${message}`,
  );
  throw unusable(file, problems.join('; '));
}

function merge(source: string, files: readonly MappingFile[]): IdentityMapping {
  const namesOf = (role: IdentityRole) =>
    files.map((file) => file[source]?.[role]).findLast((list) => list !== undefined) ?? [];
  const entries = identityRoles.map((role) => [role, namesOf(role)] as const);
  return Object.fromEntries(entries) as unknown as IdentityMapping;
}

/**
 * The mapping of every source. `file` replaces the lists that it names; the others are as `shipped`.
 * @throws AppError `setting_invalid` naming the file and every path in it that is wrong.
 */
export async function loadIdentityMappings(
  shipped: string,
  file: string = shipped,
): Promise<IdentityMappings> {
  const files = [
    await readMappingFile(shipped),
    ...(file === shipped ? [] : [await readMappingFile(file)]),
  ];
  const mappings = Object.fromEntries(
    mappedSources.map((source) => [source, merge(source, files)]),
  );
  const silent = mappedSources.find((source) => mappings[source]?.account_id.length === 0);
  if (silent !== undefined) throw unusable(file, `${silent}.account_id: name at least one field`);
  return mappings;
}
