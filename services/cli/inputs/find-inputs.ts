import { matchesGlob } from 'node:path/posix';
import { AppError } from '../../errors.ts';
import { findBucketInputs, isBucketPlace } from './bucket-inputs.ts';
import type { Input } from './input.ts';
import { findLocalInputs, type IsWanted } from './local-inputs.ts';

export interface InputChoice {
  /** Globs over the paths within a folder or below a prefix; everything without them. */
  readonly include?: readonly string[];
  readonly exclude?: readonly string[];
  /** URL of an S3-compatible server other than Amazon's. */
  readonly endpoint?: string | undefined;
}

function toFilter({ include = [], exclude = [] }: InputChoice): IsWanted {
  const matches = (path: string) => (glob: string) => matchesGlob(path, glob);
  return (path) =>
    (include.length === 0 || include.some(matches(path))) && !exclude.some(matches(path));
}

/**
 * The files, folders (with all below them) and `s3://bucket/prefix` that were named as inputs, each one once.
 * Throws file_unreadable, bucket_unreadable, and `usage` when nothing is left to read.
 */
export async function findInputs(
  places: readonly string[],
  choice: InputChoice = {},
): Promise<Input[]> {
  const isWanted = toFilter(choice);
  const found = new Map<string, Input>();
  for (const place of places) {
    const inputs = isBucketPlace(place)
      ? await findBucketInputs(place, { isWanted, endpoint: choice.endpoint })
      : await findLocalInputs(place, isWanted);
    for (const input of inputs) found.set(input.name, input);
  }
  if (found.size > 0) return [...found.values()];
  throw new AppError('usage', `There is nothing to read in ${places.join(', ')}.`);
}
