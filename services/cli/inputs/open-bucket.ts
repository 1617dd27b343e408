import { setTimeout as delay } from 'node:timers/promises';
import type { S3Client } from '@aws-sdk/client-s3';
import { AppError } from '../../errors.ts';

export interface BucketObject {
  readonly bucket: string;
  readonly key: string;
  readonly bytes: number;
  readonly etag: string;
}

const explanations: Readonly<Record<string, string>> = {
  AccessDenied: 'access is denied (s3:ListBucket and s3:GetObject are needed)',
  InvalidAccessKeyId: 'the access key is not known there',
  SignatureDoesNotMatch: 'the secret access key is wrong',
  NoSuchBucket: 'there is no such bucket',
  NoSuchKey: 'it was deleted meanwhile',
  PreconditionFailed: 'it changed while it was read; run the command again',
  InvalidObjectState: 'it lies in an archive; restore it first',
  RangeIgnored: 'the connection broke and the server does not continue where it did',
  CredentialsProviderError:
    'there are no credentials; set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or AWS_PROFILE',
};

interface Failure {
  readonly name: string;
  readonly status: number | undefined;
}

function failureOf(cause: unknown): Failure {
  if (!(cause instanceof Error)) return { name: 'unknown', status: undefined };
  const { $metadata } = cause as { $metadata?: { httpStatusCode?: number } };
  const code = 'code' in cause ? String(cause.code) : cause.name;
  return {
    name: cause.name === 'Error' ? code : cause.name,
    status: $metadata?.httpStatusCode,
  };
}

/** The error for what a bucket does not give; says what to do where that is known. */
export function bucketUnreadable(place: string, cause: unknown): AppError {
  const { name, status } = failureOf(cause);
  const isRegion = cause instanceof Error && cause.message.includes('Region is missing');
  const why = isRegion
    ? 'no region is set; set AWS_REGION (us-east-1 does for a server of your own)'
    : (explanations[name] ?? `${name}${status === undefined ? '' : `, status ${String(status)}`}`);
  return new AppError('bucket_unreadable', `${place} cannot be read: ${why}.`, { cause });
}

const mostFailures = 5;

/** Another try may end better: nothing was answered, or the server is busy. */
function isPassing(cause: unknown): boolean {
  const { name, status } = failureOf(cause);
  if (name === 'CredentialsProviderError' || name === 'RangeIgnored') return false;
  return status === undefined || status < 400 || status === 408 || status === 429 || status >= 500;
}

async function openFrom(client: S3Client, { bucket, key, etag }: BucketObject, offset: number) {
  const { GetObjectCommand } = await import('@aws-sdk/client-s3');
  const range = offset === 0 ? {} : { Range: `bytes=${String(offset)}-` };
  const ask = { Bucket: bucket, Key: key, IfMatch: etag, ...range };
  const { Body, ContentRange } = await client.send(new GetObjectCommand(ask));
  if (offset > 0 && ContentRange === undefined)
    throw Object.assign(new Error('the range was ignored'), { name: 'RangeIgnored' });
  return Body as unknown as AsyncIterable<Buffer>;
}

/**
 * The bytes of one version of an object. A stream that breaks is taken up where it broke; five breaks in a row with
 * nothing between them, or an answer that another try will not change, end in bucket_unreadable.
 */
export async function* readObject(client: S3Client, object: BucketObject): AsyncGenerator<Buffer> {
  let offset = 0;
  let failures = 0;
  while (offset < object.bytes) {
    try {
      for await (const chunk of await openFrom(client, object, offset)) {
        offset += chunk.length;
        failures = 0;
        yield chunk;
      }
      if (offset < object.bytes) throw new Error('the stream ended early');
    } catch (cause) {
      failures += 1;
      if (!isPassing(cause) || failures >= mostFailures)
        throw bucketUnreadable(`s3://${object.bucket}/${object.key}`, cause);
      await delay(100 * 2 ** failures);
    }
  }
}
