import type { Readable } from 'node:stream';

const mostBytes = 65_536;

/** The body, or undefined for one over 64 KiB, which names nobody; its rest is read and dropped. */
export async function readSmallBody(payload: Readable): Promise<Buffer | undefined> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of payload as AsyncIterable<Buffer>) {
    length += chunk.length;
    if (length <= mostBytes) chunks.push(chunk);
  }
  return length > mostBytes ? undefined : Buffer.concat(chunks);
}
