import { once } from 'node:events';
import { createServer, request, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { startFauxqs } from 'fauxqs';
import type { Teardown } from './temp-folder.ts';

/** What goes wrong with one request: an answer of the server's own, or a connection that breaks after so many bytes. */
export type BucketFault =
  { readonly status: number; readonly code: string } | { readonly cutAfter: number };

export interface TestBucket {
  readonly endpoint: string;
  put(key: string, content: Buffer | string): Promise<void>;
  /** The next requests for a list, or for an object, meet these, one each. */
  fail(what: 'list' | 'object', ...faults: BucketFault[]): void;
  /** Whether a Range is honoured; it is at first. */
  honourRanges(does: boolean): void;
  /** The Range of each request for an object so far. */
  readonly ranges: readonly (string | undefined)[];
}

export const bucketName = 'logs';
/** The server behind checks no signature: any will do. */
export const bucketSettings = {
  AWS_ACCESS_KEY_ID: 'test',
  AWS_SECRET_ACCESS_KEY: 'test',
  AWS_REGION: 'us-east-1',
};

function answerError(response: ServerResponse, status: number, code: string): void {
  const body = `<?xml version="1.0" encoding="UTF-8"?><Error><Code>${code}</Code></Error>`;
  response.writeHead(status, { 'content-type': 'application/xml' }).end(body);
}

/** Passes an answer on; breaks the connection after `cutAfter` bytes of its body. */
async function passOn(from: IncomingMessage, to: ServerResponse, cutAfter: number): Promise<void> {
  let left = cutAfter;
  to.writeHead(from.statusCode ?? 500, from.headers);
  for await (const chunk of from as AsyncIterable<Buffer>) {
    const part = chunk.subarray(0, left);
    left -= part.length;
    // Once these bytes are out of here, and not before: the client is to get them.
    if (left === 0) return void to.write(part, () => to.destroy());
    to.write(part);
  }
  to.end();
}

function kindOf({ method, url = '' }: IncomingMessage) {
  if (method !== 'GET') return 'other';
  return url.includes('list-type=2') ? 'list' : 'object';
}

/** Stands before the server and breaks what the test wants broken. */
function createFaultProxy(port: number) {
  const faults = { list: [] as BucketFault[], object: [] as BucketFault[], other: [] };
  const ranges: (string | undefined)[] = [];
  let areRangesHonoured = true;
  const server = createServer((asked, response) => {
    const kind = kindOf(asked);
    const { range, ...others } = asked.headers;
    if (kind === 'object') ranges.push(range);
    const fault = faults[kind].shift();
    if (fault !== undefined && 'status' in fault) {
      answerError(response, fault.status, fault.code);
      return;
    }
    const headers = areRangesHonoured ? asked.headers : others;
    const options = { host: '127.0.0.1', port, method: asked.method, path: asked.url, headers };
    const passed = request(options, (answer) => {
      void passOn(answer, response, fault?.cutAfter ?? Infinity);
    });
    asked.pipe(passed);
  });
  return { server, faults, ranges, honourRanges: (does: boolean) => (areRangesHonoured = does) };
}

/** An S3-compatible server with one bucket, behind a proxy that breaks things. Closed with the test. */
export async function startBucket(t: Teardown): Promise<TestBucket> {
  const behind = await startFauxqs({ port: 0, logger: false, init: { buckets: [bucketName] } });
  const { server, faults, ranges, honourRanges } = createFaultProxy(behind.port);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const endpoint = `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`;
  const client = new S3Client({
    ...{ endpoint, forcePathStyle: true, region: bucketSettings.AWS_REGION },
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
  });
  t.teardown(async () => {
    client.destroy();
    server.closeAllConnections();
    server.close();
    await behind.stop();
  });
  return {
    endpoint,
    ranges,
    honourRanges,
    fail: (what, ...given) => faults[what].push(...given),
    put: async (Key, Body) => {
      await client.send(new PutObjectCommand({ Bucket: bucketName, Key, Body }));
    },
  };
}
