import { shippedIdentityMapping, type RuntimeEnv } from '../../../config/env.ts';
import { loadIdentityMappings } from '../../ingest/identity-mappings.ts';
import { findInputs } from './find-inputs.ts';
import { getFormat, usageEventsName, type Format } from './formats.ts';
import type { Input } from './input.ts';

/** What every command that reads logs understands. */
export const inputOptions = {
  format: { type: 'string', default: usageEventsName },
  include: { type: 'string', multiple: true, default: [] as string[] },
  exclude: { type: 'string', multiple: true, default: [] as string[] },
  endpoint: { type: 'string' },
} as const;

export const inputUsage = `A place is a file, a folder with all below it, or s3://bucket/prefix; plain, gzip or zstd, one record a line or one JSON
array. --include and --exclude take globs over the paths within a folder or prefix ('**/*.gz'). --format names what the
records are, as 'doctor --sample' finds it (litellm, kong, bedrock, otlp-traces, ...), usage events without it; identities
are read by IDENTITY_MAPPING. Credentials and region of buckets come from the AWS_ variables or profile; --endpoint is the
URL of another S3-compatible server.`;

interface InputValues {
  readonly format: string;
  readonly include: readonly string[];
  readonly exclude: readonly string[];
  readonly endpoint?: string | undefined;
}

export interface ChosenInputs {
  readonly inputs: readonly Input[];
  readonly format: Format;
}

/** The inputs at the places named and the format they are in. Throws as `findInputs` and `getFormat` do. */
export async function chooseInputs(
  places: readonly string[],
  values: InputValues,
  env: Pick<RuntimeEnv, 'identityMapping'>,
): Promise<ChosenInputs> {
  const mappings = await loadIdentityMappings(shippedIdentityMapping, env.identityMapping);
  const format = getFormat(mappings, values.format);
  return { format, inputs: await findInputs(places, values) };
}
