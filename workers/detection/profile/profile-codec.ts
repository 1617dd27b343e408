import { decodeBottomK, encodeBottomK } from '../sketches/bottom-k.ts';
import { createByteReader, profileUndecodable, type ByteReader } from '../sketches/byte-reader.ts';
import { createByteWriter } from '../sketches/byte-writer.ts';
import { decodeHistogram, encodeHistogram } from '../sketches/histogram.ts';
import { decodeModelUses, encodeModelUses } from './model-use.ts';
import { decodeContent, decodeWords, encodeContent } from './content-codec.ts';
import { record } from './content.ts';
import * as layout from './profile.ts';
import type { Profile } from './profile.ts';
import { decodeSubStream, encodeSubStream } from './sub-stream.ts';

/** Stored with every profile. A worker refuses a version it does not know rather than misread it. */
export const profileVersion = 3;

/** One for all: a profile is encoded in one go, and a new buffer each time costs more than the bytes. */
const writer = createByteWriter(4096);

/** Equal states give equal bytes. At most 8 KB, whatever an account does. */
export function encodeProfile(profile: Profile): Uint8Array {
  writer.clear();
  writer.u8(profileVersion);
  encodeBottomK(writer, profile.slots);
  encodeModelUses(writer, profile.models);
  encodeContent(writer, profile);
  for (const name of layout.identityNames) writer.u32(profile.identity[name]);
  writer.u8(profile.subStreams.length);
  for (const stream of profile.subStreams) encodeSubStream(writer, stream);
  writer.u32(profile.firstClient);
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
  const reader = openProfile(bytes);
  const slots = decodeBottomK(reader, layout.slotLimit);
  const models = decodeModelUses(reader);
  const profile: Profile = {
    slots,
    models,
    ...decodeContent(reader, layout.accountSizes),
    identity: record(layout.identityNames, () => reader.u32()),
    subStreams: Array.from({ length: reader.u8() }, () => decodeSubStream(reader)),
    firstClient: reader.u32(),
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

/** Of a stored profile, what accounts are compared by: the rest is decoded for few of them. */
export function decodeOutline(bytes: Uint8Array): Pick<Profile, 'slots' | 'models' | 'words'> {
  const reader = openProfile(bytes);
  const slots = decodeBottomK(reader, layout.slotLimit);
  const models = decodeModelUses(reader);
  return { slots, models, words: decodeWords(reader, layout.accountSizes) };
}

function openProfile(bytes: Uint8Array): ByteReader {
  const reader = createByteReader(bytes);
  if (reader.u8() !== profileVersion) throw profileUndecodable('its version is not known here');
  return reader;
}
