import { decodeBottomK, encodeBottomK } from '../sketches/bottom-k.ts';
import { createByteReader, profileUndecodable } from '../sketches/byte-reader.ts';
import { createByteWriter } from '../sketches/byte-writer.ts';
import { decodeCoverage, encodeCoverage } from '../sketches/coverage.ts';
import { decodeHistogram, encodeHistogram } from '../sketches/histogram.ts';
import { decodeHyperLogLog, encodeHyperLogLog } from '../sketches/hyper-log-log.ts';
import { decodeSpaceSaving, encodeSpaceSaving } from '../sketches/space-saving.ts';
import { decodeMoments, encodeMoments } from './moments.ts';
import * as layout from './profile.ts';
import type { Profile } from './profile.ts';
import { decodeSubStream, encodeSubStream } from './sub-stream.ts';

/** Stored with every profile. A worker refuses a version it does not know rather than misread it. */
export const profileVersion = 2;

/** One for all: a profile is encoded in one go, and a new buffer each time costs more than the bytes. */
const writer = createByteWriter(4096);

/** Equal states give equal bytes. At most 8 KB, whatever an account does. */
export function encodeProfile(profile: Profile): Uint8Array {
  writer.clear();
  writer.u8(profileVersion);
  for (const name of layout.counterNames) writer.varint(profile.counters[name]);
  for (const name of layout.distinctNames) encodeHyperLogLog(writer, profile.distinct[name]);
  for (const name of layout.coverageNames) encodeCoverage(writer, profile.coverage[name]);
  for (const name of layout.heavyNames) encodeSpaceSaving(writer, profile.heavy[name]);
  for (const name of layout.momentNames) encodeMoments(writer, profile.moments[name]);
  for (const name of layout.identityNames) writer.u32(profile.identity[name]);
  writer.u8(profile.subStreams.length);
  for (const stream of profile.subStreams) encodeSubStream(writer, stream);
  encodeBottomK(writer, profile.items);
  encodeBottomK(writer, profile.samples);
  encodeHistogram(writer, profile.hours);
  encodeHistogram(writer, profile.gaps);
  for (const time of [profile.firstAt, profile.lastAt, profile.createdAt]) writer.zigzag(time);
  writer.u8(profile.segment);
  writer.u8((profile.isVerified ? 4 : 0) | profile.level);
  writer.varint(profile.episode);
  writer.varint(profile.digestedRequests);
  writer.varint(profile.assessedRequests);
  return writer.finish();
}

/** @throws AppError `profile_undecodable` */
export function decodeProfile(bytes: Uint8Array): Profile {
  const reader = createByteReader(bytes);
  if (reader.u8() !== profileVersion) throw profileUndecodable('its version is not known here');
  const { record } = layout;
  const profile: Profile = {
    counters: record(layout.counterNames, () => reader.varint()),
    distinct: record(layout.distinctNames, () => decodeHyperLogLog(reader)),
    coverage: record(layout.coverageNames, (name) =>
      decodeCoverage(reader, layout.coverageCells[name]),
    ),
    heavy: record(layout.heavyNames, (name) => decodeSpaceSaving(reader, layout.heavySlots[name])),
    moments: record(layout.momentNames, () => decodeMoments(reader)),
    identity: record(layout.identityNames, () => reader.u32()),
    subStreams: Array.from({ length: reader.u8() }, () => decodeSubStream(reader)),
    items: decodeBottomK(reader, layout.itemLimit),
    samples: decodeBottomK(reader, layout.sampleLimit),
    hours: decodeHistogram(reader, 24),
    gaps: decodeHistogram(reader, layout.gapSpec.bins),
    firstAt: reader.zigzag(),
    lastAt: reader.zigzag(),
    createdAt: reader.zigzag(),
    segment: reader.u8(),
    isVerified: false,
    level: 0,
    episode: 1,
    digestedRequests: 0,
    assessedRequests: 0,
  };
  const standing = reader.u8();
  profile.isVerified = (standing & 4) !== 0;
  profile.level = standing & 3;
  profile.episode = reader.varint();
  profile.digestedRequests = reader.varint();
  profile.assessedRequests = reader.varint();
  return profile;
}
