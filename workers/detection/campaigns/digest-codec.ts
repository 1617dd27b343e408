import { encodeProfile } from '../profile/profile-codec.ts';
import type { Profile } from '../profile/profile.ts';
import { createByteReader } from '../sketches/byte-reader.ts';
import { createByteWriter } from '../sketches/byte-writer.ts';
import { traitFamilies, traitKey, traitsOf } from './traits.ts';

/** What a digest says before its profile: read for every digest, while few profiles are ever merged. */
export interface DigestHead {
  /** Hash of the declared organisation; 0 for none. */
  readonly org: number;
  readonly requests: number;
  /** What the account's own content says, in nats, were there as much of it as one could wish. */
  readonly leaning: number;
  readonly traits: readonly string[];
  /** Where the profile begins. */
  readonly profileBytes: Uint8Array;
}

/** `leaning` in nats, kept to a hundredth. */
export function encodeDigest(profile: Profile, leaning: number): Uint8Array {
  const writer = createByteWriter(2048);
  writer.u32(profile.identity.org);
  writer.varint(profile.counters.requests);
  writer.zigzag(Math.round(leaning * 100));
  const traits = traitsOf(profile);
  writer.u8(traits.length);
  for (const { family, hash } of traits) {
    writer.u8(traitFamilies.indexOf(family));
    writer.u32(hash);
  }
  writer.bytes(encodeProfile(profile));
  return writer.finish();
}

/** @throws AppError `profile_undecodable` */
export function readDigest(bytes: Uint8Array): DigestHead {
  const reader = createByteReader(bytes);
  const org = reader.u32();
  const requests = reader.varint();
  const leaning = reader.zigzag() / 100;
  const traits = Array.from({ length: reader.u8() }, () => {
    const family = traitFamilies[reader.u8()] ?? 'system';
    return traitKey({ family, hash: reader.u32() });
  });
  return {
    org,
    requests,
    leaning,
    traits,
    profileBytes: bytes.subarray(bytes.length - reader.remaining),
  };
}
