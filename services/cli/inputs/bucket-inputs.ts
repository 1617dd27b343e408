import type { S3Client, _Object as Listed } from '@aws-sdk/client-s3';
import { AppError } from '../../errors.ts';
import type { Input } from './input.ts';
import type { IsWanted } from './local-inputs.ts';
import { bucketUnreadable, readObject } from './open-bucket.ts';

interface BucketChoice {
  readonly isWanted: IsWanted;
  readonly endpoint: string | undefined;
}

const scheme = 's3://';

export function isBucketPlace(place: string): boolean {
  return place.startsWith(scheme);
}

function splitPlace(place: string) {
  const [bucket = '', ...rest] = place.slice(scheme.length).split('/');
  if (bucket === '')
    throw new AppError('usage', `Name a bucket as s3://bucket/prefix: '${place}'.`);
  return { bucket, prefix: rest.join('/') };
}

/** Credentials and region are found as every Amazon tool finds them. Loaded here, for it is large and rarely needed. */
async function createClient(endpoint: string | undefined): Promise<S3Client> {
  const { S3Client } = await import('@aws-sdk/client-s3');
  return new S3Client({
    maxAttempts: 5,
    followRegionRedirects: true,
    // Servers of other makers do not send the checksums that Amazon added.
    responseChecksumValidation: 'WHEN_REQUIRED',
    requestHandler: { connectionTimeout: 10_000, socketTimeout: 60_000 },
    ...(endpoint === undefined ? {} : { endpoint, forcePathStyle: true }),
  });
}

async function list(client: S3Client, place: string): Promise<Listed[]> {
  const { paginateListObjectsV2 } = await import('@aws-sdk/client-s3');
  const { bucket, prefix } = splitPlace(place);
  const listed: Listed[] = [];
  try {
    const pages = paginateListObjectsV2({ client }, { Bucket: bucket, Prefix: prefix });
    for await (const { Contents = [] } of pages) listed.push(...Contents);
  } catch (cause) {
    throw bucketUnreadable(place, cause);
  }
  return listed;
}

/** Objects below a prefix in the order of their keys, empty ones left out. Throws bucket_unreadable. */
export async function findBucketInputs(place: string, choice: BucketChoice): Promise<Input[]> {
  const { bucket, prefix } = splitPlace(place);
  const client = await createClient(choice.endpoint);
  const folder = prefix.slice(0, prefix.lastIndexOf('/') + 1);
  const toInput = ({ Key: key = '', Size: bytes = 0, ETag: etag = '' }: Listed): Input => ({
    name: `${scheme}${bucket}/${key}`,
    bytes,
    version: etag,
    open: () => readObject(client, { bucket, key, bytes, etag }),
  });
  const listed = await list(client, place);
  return listed
    .filter(({ Size = 0 }) => Size > 0)
    .filter(({ Key = '' }) => choice.isWanted(Key.slice(folder.length)))
    .map(toInput);
}
