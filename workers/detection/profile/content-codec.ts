import type { ByteReader } from '../sketches/byte-reader.ts';
import type { ByteWriter } from '../sketches/byte-writer.ts';
import { decodeCoverage, encodeCoverage } from '../sketches/coverage.ts';
import { decodeHyperLogLog, encodeHyperLogLog } from '../sketches/hyper-log-log.ts';
import { decodeSpaceSaving, encodeSpaceSaving } from '../sketches/space-saving.ts';
import * as layout from './content.ts';
import type { Content, ContentSizes } from './content.ts';
import { decodeMoments, encodeMoments } from './moments.ts';
import { decodeTemplateUse, encodeTemplateUse } from './template-use.ts';

export function encodeContent(writer: ByteWriter, content: Content): void {
  encodeCoverage(writer, content.words);
  for (const name of layout.counterNames) writer.varint(content.counters[name]);
  for (const name of layout.distinctNames) encodeHyperLogLog(writer, content.distinct[name]);
  for (const name of layout.heavyNames) encodeSpaceSaving(writer, content.heavy[name]);
  for (const name of layout.momentNames) encodeMoments(writer, content.moments[name]);
  writer.u8(content.templates.length);
  for (const use of content.templates) encodeTemplateUse(writer, use);
}

/** @throws AppError `profile_undecodable` */
export function decodeContent(reader: ByteReader, sizes: ContentSizes): Content {
  const { record } = layout;
  const words = decodeWords(reader, sizes);
  return {
    words,
    counters: record(layout.counterNames, () => reader.varint()),
    distinct: record(layout.distinctNames, () => decodeHyperLogLog(reader)),
    heavy: record(layout.heavyNames, (name) => decodeSpaceSaving(reader, sizes.heavy[name])),
    moments: record(layout.momentNames, () => decodeMoments(reader)),
    templates: Array.from({ length: reader.u8() }, () => decodeTemplateUse(reader)),
  };
}

/** The vocabulary stands first, so that it can be read alone. */
export function decodeWords(reader: ByteReader, sizes: ContentSizes): Content['words'] {
  return decodeCoverage(reader, sizes.words);
}
