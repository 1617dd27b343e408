import type { IncomingMessage } from 'node:http';
import { AppError } from '../errors.ts';
import type { MemoryBudget } from './memory-budget.ts';

/** The contract's limit on a body, before and after decompression, in bytes. Only OTLP has another. */
export const maxBodyBytes = 16 * 1024 * 1024;

export const inMiB = (bytes: number) => `${String(bytes / 1_048_576)} MiB`;

export function bodyTooLarge(maxBytes: number): AppError {
  const message = `A body may hold ${inMiB(maxBytes)}; send smaller batches.`;
  return new AppError('body_too_large', message);
}

interface Limits {
  readonly budget: MemoryBudget;
  readonly maxBytes: number;
}

function collect(stream: IncomingMessage, { budget, maxBytes }: Limits): Promise<Buffer> {
  const { promise, resolve, reject } = Promise.withResolvers<Buffer>();
  const chunks: Buffer[] = [];
  let length = 0;
  stream.on('data', (chunk: Buffer) => {
    length += chunk.length;
    if (length > maxBytes) reject(bodyTooLarge(maxBytes));
    else if (budget.take(chunk.length)) chunks.push(chunk);
    else reject(budget.exceeded());
  });
  stream.on('end', () => {
    resolve(chunks.length === 1 ? (chunks[0] as Buffer) : Buffer.concat(chunks, length));
  });
  const cut = (cause?: unknown) => {
    // A stream closes after its end too, and an error is dear to make.
    if (!stream.readableEnded)
      reject(new AppError('body_stream_invalid', 'The body was cut short.', { cause }));
  };
  stream.on('error', cut);
  stream.on('close', cut);
  return promise;
}

/**
 * The whole body as it came. Throws body_too_large, body_stream_invalid or overloaded. What is left of a refused body
 * is read and dropped, because hanging up on a client that still sends would lose it the answer.
 */
export async function readBody(
  stream: IncomingMessage,
  budget: MemoryBudget,
  maxBytes = maxBodyBytes,
): Promise<Buffer> {
  if (Number(stream.headers['content-length'] ?? 0) > maxBytes) throw bodyTooLarge(maxBytes);
  try {
    return await collect(stream, { budget, maxBytes });
  } finally {
    stream.removeAllListeners('data');
    stream.resume();
  }
}
