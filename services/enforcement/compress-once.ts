import { Readable } from 'node:stream';
import { constants, createGzip } from 'node:zlib';

async function compress(pieces: readonly Buffer[]): Promise<readonly Buffer[]> {
  const gzip = createGzip({ level: constants.Z_BEST_SPEED });
  return (await Readable.from(pieces, { objectMode: false }).pipe(gzip).toArray()) as Buffer[];
}

/** Compresses the pieces as one gzip stream when somebody first asks, and never again. */
export function compressOnce(pieces: readonly Buffer[]): () => Promise<readonly Buffer[]> {
  let compressed: Promise<readonly Buffer[]> | undefined;
  return () => (compressed ??= compress(pieces));
}
