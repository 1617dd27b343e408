function fmix(value: number): number {
  let hash = Math.imul(value ^ (value >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return hash ^ (hash >>> 16);
}

/** The halves of a 64-bit hash, as unsigned integers. */
export interface EventHash {
  readonly high: number;
  readonly low: number;
}

/**
 * 64 bits of (account id, event id): two lanes of MurmurHash3 over UTF-16 units, mixed across at the end. The odds that
 * any two of n events collide, so that one is lost as a duplicate, are about n² / 2^65: 3 in 100 for 10^9 events of one
 * partition in one window, 3 in 100,000 for 3 * 10^7. Not for adversaries: event ids are the provider's own.
 */
export function hashEvent(accountId: string, eventId: string): EventHash {
  let first = 0x9e3779b9 | 0;
  let second = 0x7f4a7c15 | 0;
  // A unit that belongs to neither id parts them, so that moving a character over the border changes the hash.
  const border = accountId.length;
  const length = border + 1 + eventId.length;
  for (let index = 0; index < length; index += 1) {
    let unit = 0x10000;
    if (index < border) unit = accountId.charCodeAt(index);
    else if (index > border) unit = eventId.charCodeAt(index - border - 1);
    const one = Math.imul(unit, 0xcc9e2d51);
    first ^= Math.imul((one << 15) | (one >>> 17), 0x1b873593);
    first = (Math.imul((first << 13) | (first >>> 19), 5) + 0xe6546b64) | 0;
    const two = Math.imul(unit, 0x239b961b);
    second ^= Math.imul((two << 16) | (two >>> 16), 0xab0e9789);
    second = (Math.imul((second << 17) | (second >>> 15), 5) + 0x0bcaa747) | 0;
  }
  first ^= length;
  second ^= length;
  first = (first + second) | 0;
  second = (second + first) | 0;
  const high = fmix(first);
  const low = fmix(second);
  return { high: (high + low) >>> 0, low: (high + 2 * low) >>> 0 };
}
