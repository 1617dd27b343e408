import type { ByteReader } from '../sketches/byte-reader.ts';
import type { ByteWriter } from '../sketches/byte-writer.ts';
import {
  createMoments,
  decodeMoments,
  encodeMoments,
  mergeMoments,
  type Moments,
} from './moments.ts';

/** The requests that share a template and the client's system prompt, and the sizes of their answers. */
export interface TemplateUse {
  /** The template's edge, combined with the system prompt. */
  readonly key: number;
  requests: number;
  /** Requests counted under another key before this one took its place: an upper bound of what `requests` overstates. */
  inherited: number;
  readonly output: Moments;
}

export function createTemplateUse(key: number, inherited = 0): TemplateUse {
  return { key, requests: inherited, inherited, output: createMoments() };
}

/** The heaviest templates of all parts, at most `limit`; the order of the parts changes nothing. */
export function mergeTemplateUses(
  parts: readonly (readonly TemplateUse[])[],
  limit: number,
): TemplateUse[] {
  const byKey = new Map<number, TemplateUse>();
  for (const use of parts.flat()) {
    const into = byKey.get(use.key) ?? createTemplateUse(use.key);
    byKey.set(use.key, into);
    into.requests += use.requests;
    into.inherited += use.inherited;
    mergeMoments(into.output, use.output);
  }
  return [...byKey.values()]
    .sort((a, b) => b.requests - a.requests || a.key - b.key)
    .slice(0, limit);
}

export function encodeTemplateUse(writer: ByteWriter, use: TemplateUse): void {
  writer.u32(use.key);
  writer.varint(use.requests);
  writer.varint(use.inherited);
  encodeMoments(writer, use.output);
}

export function decodeTemplateUse(reader: ByteReader): TemplateUse {
  return {
    key: reader.u32(),
    requests: reader.varint(),
    inherited: reader.varint(),
    output: decodeMoments(reader),
  };
}
