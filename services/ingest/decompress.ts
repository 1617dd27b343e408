import { promisify } from 'node:util';
import { gunzip, inflate, inflateRaw, zstdDecompress, type InputType } from 'node:zlib';
import { AppError } from '../errors.ts';
import { bodyTooLarge, inMiB, maxBodyBytes } from './read-body.ts';

const maxRatio = 100;

interface Limits {
  readonly maxOutputLength: number;
  readonly chunkSize: number;
  readonly info: true;
}
/** With `info` the decoder says how many bytes of its input it has used. */
interface Decoded {
  readonly buffer: Buffer;
  readonly engine: { readonly bytesWritten: number };
}
type Decoder = (input: InputType, limits: Limits) => Promise<Decoded>;

// The published types do not know what `info` changes.
const asDecoder = (decoder: unknown) => promisify(decoder as typeof gunzip) as unknown as Decoder;
const decoders = {
  gzip: asDecoder(gunzip),
  zlib: asDecoder(inflate),
  rawDeflate: asDecoder(inflateRaw),
  zstd: asDecoder(zstdDecompress),
};

/** "deflate" means zlib, and some clients send it raw: the header of zlib tells them apart. */
function isZlib(body: Buffer): boolean {
  return body.length > 1 && ((body[0] ?? 0) & 0x0f) === 8 && body.readUInt16BE(0) % 31 === 0;
}

function findDecoder(encoding: string, body: Buffer): Decoder {
  if (encoding === 'gzip' || encoding === 'x-gzip') return decoders.gzip;
  if (encoding === 'zstd') return decoders.zstd;
  if (encoding === 'deflate') return isZlib(body) ? decoders.zlib : decoders.rawDeflate;
  const message = 'Send the body as gzip, deflate, zstd or uncompressed.';
  throw new AppError('encoding_unsupported', message);
}

function explain(cause: unknown, maxBytes: number): AppError {
  const isTooLarge =
    cause instanceof Error && 'code' in cause && cause.code === 'ERR_BUFFER_TOO_LARGE';
  if (isTooLarge) {
    const message = `The body expands past ${inMiB(maxBytes)} or more than 100-fold; nothing of it was taken.`;
    return new AppError('body_too_large', message);
  }
  const message = 'The compressed body is cut short or damaged; nothing of it was taken.';
  return new AppError('body_stream_invalid', message);
}

/** Decodes frame after frame, because the decoders for zstd and deflate stop silently after the first. */
async function decodeFrames(decode: Decoder, body: Buffer, maxBytes: number): Promise<Buffer> {
  const parts: Buffer[] = [];
  let room = Math.min(maxBytes, body.length * maxRatio);
  for (let position = 0; position < body.length || parts.length === 0;) {
    const chunkSize = Math.min(262_144, Math.max(1_024, (body.length - position) * 8));
    const limits = { maxOutputLength: Math.max(1, room), chunkSize, info: true } as const;
    const { buffer, engine } = await decode(body.subarray(position), limits);
    if (engine.bytesWritten === 0) break;
    position += engine.bytesWritten;
    room -= buffer.length;
    if (room < 0) throw bodyTooLarge(maxBytes);
    parts.push(buffer);
  }
  return parts.length === 1 ? (parts[0] as Buffer) : Buffer.concat(parts);
}

/** `Content-Encoding` undone. Throws encoding_unsupported, body_too_large or body_stream_invalid. */
export async function decompress(
  body: Buffer,
  contentEncoding: string | undefined,
  maxBytes = maxBodyBytes,
): Promise<Buffer> {
  const encoding = (contentEncoding ?? '').trim().toLowerCase();
  if (encoding === '' || encoding === 'identity') return body;
  const decode = findDecoder(encoding, body);
  return decodeFrames(decode, body, maxBytes).catch((cause: unknown) => {
    throw cause instanceof AppError ? cause : explain(cause, maxBytes);
  });
}
