import type { ByteReader } from '../sketches/byte-reader.ts';
import type { ByteWriter } from '../sketches/byte-writer.ts';
import {
  addCell,
  createCoverage,
  decodeCoverage,
  encodeCoverage,
  mergeCoverage,
  type Coverage,
} from '../sketches/coverage.ts';
import {
  addHash,
  createHyperLogLog,
  decodeHyperLogLog,
  encodeHyperLogLog,
  mergeHyperLogLog,
  type HyperLogLog,
} from '../sketches/hyper-log-log.ts';
import type { TextReading } from '../text/read-text.ts';
import {
  addSize,
  createMoments,
  decodeMoments,
  encodeMoments,
  mergeMoments,
  type Moments,
} from './moments.ts';

/** The requests of one account that share a template: judged apart, so that ordinary traffic beside them hides nothing. */
export interface SubStream {
  /** The template's edge, combined with the client's system prompt. */
  readonly key: number;
  requests: number;
  /** Requests counted under another key before this one took its place: an upper bound of what `requests` overstates. */
  inherited: number;
  readonly prompts: HyperLogLog;
  readonly words: Coverage;
  readonly output: Moments;
  readonly text: Moments;
}

const wordCells = 32;

export function createSubStream(key: number, inherited = 0): SubStream {
  return {
    key,
    requests: inherited,
    inherited,
    prompts: createHyperLogLog(),
    words: createCoverage(wordCells),
    output: createMoments(),
    text: createMoments(),
  };
}

export function addToSubStream(stream: SubStream, text: TextReading, outputTokens: number): void {
  stream.requests++;
  addHash(stream.prompts, text.exact);
  for (let index = 0; index < text.wordCount; index++)
    addCell(stream.words, text.words[index] ?? 0);
  addSize(stream.output, outputTokens);
  addSize(stream.text, text.length);
}

export function mergeSubStream(into: SubStream, from: SubStream): void {
  into.requests += from.requests;
  into.inherited += from.inherited;
  mergeHyperLogLog(into.prompts, from.prompts);
  mergeCoverage(into.words, from.words);
  mergeMoments(into.output, from.output);
  mergeMoments(into.text, from.text);
}

export function encodeSubStream(writer: ByteWriter, stream: SubStream): void {
  writer.u32(stream.key);
  writer.varint(stream.requests);
  writer.varint(stream.inherited);
  encodeHyperLogLog(writer, stream.prompts);
  encodeCoverage(writer, stream.words);
  encodeMoments(writer, stream.output);
  encodeMoments(writer, stream.text);
}

export function decodeSubStream(reader: ByteReader): SubStream {
  const key = reader.u32();
  const requests = reader.varint();
  const inherited = reader.varint();
  return {
    key,
    requests,
    inherited,
    prompts: decodeHyperLogLog(reader),
    words: decodeCoverage(reader, wordCells),
    output: decodeMoments(reader),
    text: decodeMoments(reader),
  };
}
