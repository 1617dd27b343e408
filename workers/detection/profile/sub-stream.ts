import type { ByteReader } from '../sketches/byte-reader.ts';
import type { ByteWriter } from '../sketches/byte-writer.ts';
import { decodeContent, encodeContent } from './content-codec.ts';
import { createContent, type Content, type ContentSizes } from './content.ts';
import { mergeContents } from './merge-contents.ts';

/**
 * The requests of one account that come from one client configuration, which its system prompt names: judged apart,
 * so that ordinary traffic beside them hides nothing.
 */
export interface SubStream extends Content {
  /** Hash of the system prompt; `noSystemPrompt` for none. */
  readonly key: number;
  /** Requests under other keys before this one took their place: what it must outrun to be the smallest no more. */
  readonly inherited: number;
}

export const noSystemPrompt = 1;
export const subStreamLimit = 4;
export const subStreamSizes: ContentSizes = {
  words: 48,
  templates: 4,
  heavy: {
    system: 1,
    longHead: 2,
    longTail: 2,
    head: 8,
    tail: 8,
    parameters: 1,
    network: 1,
    fingerprint: 1,
    model: 2,
  },
};

export function createSubStream(key: number, inherited = 0): SubStream {
  return { ...createContent(subStreamSizes), key, inherited };
}

/** The sub-stream of a key; when all places are taken, the smallest gives way (Space-Saving). */
export function subStreamOf(streams: SubStream[], key: number): SubStream {
  const held = streams.find((stream) => stream.key === key);
  if (held !== undefined) return held;
  if (streams.length < subStreamLimit) {
    const stream = createSubStream(key);
    streams.push(stream);
    return stream;
  }
  const least = streams.reduce((a, b) => (rankOf(b) < rankOf(a) ? b : a));
  const stream = createSubStream(key, rankOf(least));
  streams[streams.indexOf(least)] = stream;
  return stream;
}

/** The heaviest sub-streams of all parts; the order of the parts changes nothing. */
export function mergeSubStreams(parts: readonly (readonly SubStream[])[]): SubStream[] {
  const byKey = Map.groupBy(parts.flat(), ({ key }) => key);
  return Array.from(byKey, ([key, streams]) => ({
    ...mergeContents(streams, subStreamSizes),
    key,
    inherited: streams.reduce((sum, { inherited }) => sum + inherited, 0),
  }))
    .sort((a, b) => rankOf(b) - rankOf(a) || a.key - b.key)
    .slice(0, subStreamLimit);
}

export function encodeSubStream(writer: ByteWriter, stream: SubStream): void {
  writer.u32(stream.key);
  writer.varint(stream.inherited);
  encodeContent(writer, stream);
}

export function decodeSubStream(reader: ByteReader): SubStream {
  const key = reader.u32();
  const inherited = reader.varint();
  return { ...decodeContent(reader, subStreamSizes), key, inherited };
}

function rankOf({ inherited, counters }: SubStream): number {
  return inherited + counters.requests;
}
