import type { Readable } from 'node:stream';

const mostBytes = 65_536;

/** The body, or undefined for one over 64 KiB, which names nobody; its rest is read and dropped. */
export function readSmallBody(payload: Readable): Promise<Buffer | undefined> {
  // By events: an iterator over the stream costs more than all the rest of a check.
  const { promise, resolve, reject } = Promise.withResolvers<Buffer | undefined>();
  const chunks: Buffer[] = [];
  let length = 0;
  payload.on('data', (chunk: Buffer) => {
    length += chunk.length;
    if (length <= mostBytes) chunks.push(chunk);
  });
  payload.on('end', () => {
    const whole = chunks.length === 1 ? chunks[0] : Buffer.concat(chunks);
    resolve(length > mostBytes ? undefined : whole);
  });
  payload.on('error', reject);
  return promise;
}
