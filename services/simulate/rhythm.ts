import { between, exponential, gamma, chance, type Random } from './random.ts';

const hourMs = 3_600_000;

/** When an account calls: sessions that follow the day, with a run of calls in each. */
export interface Rhythm {
  /** Calls a day, on average. */
  readonly perDay: number;
  /** Calls a session, on average. */
  readonly turns: number;
  readonly gapSeconds: number;
  /** The shape of the gamma distribution of gaps: under 1 bursty, over 1 even. */
  readonly gapShape: number;
  /** UTC hour of the busiest time. */
  readonly peakHour: number;
  /** Activity in the quietest hour as a share of the busiest. */
  readonly nightShare: number;
  readonly weekendShare: number;
}

export interface Moment {
  readonly at: number;
  readonly session: number;
  readonly turn: number;
}

export interface Span {
  readonly startAt: number;
  readonly endAt: number;
}

function activity(rhythm: Rhythm, at: number): number {
  const hour = (at / hourMs) % 24;
  const day = new Date(at).getUTCDay();
  const wave = (1 + Math.cos(((hour - rhythm.peakHour) / 12) * Math.PI)) / 2;
  const ofDay = rhythm.nightShare + (1 - rhythm.nightShare) * wave * wave;
  return ofDay * (day === 0 || day === 6 ? rhythm.weekendShare : 1);
}

function meanActivity(rhythm: Rhythm): number {
  const ofDay = rhythm.nightShare + (1 - rhythm.nightShare) * 0.375;
  return (ofDay * (5 + 2 * rhythm.weekendShare)) / 7;
}

/** At least one; geometric around the mean. */
function sessionLength(random: Random, mean: number): number {
  let length = 1;
  while (chance(random, 1 - 1 / mean)) length += 1;
  return length;
}

/** The moments of one account in ascending order. Sessions never overlap. */
export function* moments(rhythm: Rhythm, span: Span, random: Random): Generator<Moment> {
  const peakGapMs = ((24 * hourMs * rhythm.turns) / rhythm.perDay) * meanActivity(rhythm);
  let at = span.startAt;
  for (let session = 0; ; session += 1) {
    do at += exponential(random, peakGapMs);
    while (at < span.endAt && !chance(random, activity(rhythm, at)));
    const length = sessionLength(random, rhythm.turns);
    for (let turn = 0; turn < length; turn += 1) {
      if (at >= span.endAt) return;
      yield { at: Math.floor(at), session, turn };
      at += gamma(random, rhythm.gapShape, rhythm.gapSeconds * 1000);
    }
  }
}

/** A person at a keyboard. */
export function humanRhythm(random: Random, perDay: number): Rhythm {
  return {
    perDay,
    turns: between(random, 2, 7),
    gapSeconds: between(random, 40, 240),
    gapShape: 0.5 + random.next(),
    peakHour: between(random, 0, 23),
    nightShare: random.next() * 0.1,
    weekendShare: 0.3 + random.next() * 0.8,
  };
}

/** A program that serves people: follows their day, calls come one by one. */
export function serviceRhythm(random: Random, perDay: number): Rhythm {
  return {
    perDay,
    turns: 1 + random.next() * 2,
    gapSeconds: between(random, 10, 90),
    gapShape: 0.6 + random.next() * 0.6,
    peakHour: between(random, 0, 23),
    nightShare: 0.05 + random.next() * 0.5,
    weekendShare: 0.5 + random.next() * 0.6,
  };
}

/** A program that works through a list in runs. */
export function batchRhythm(random: Random, perDay: number): Rhythm {
  return {
    perDay,
    turns: Math.max(8, perDay * (0.5 + random.next())),
    gapSeconds: 1 + random.next() * 20,
    gapShape: 0.5 + random.next() * 2,
    peakHour: between(random, 0, 23),
    nightShare: 0.1 + random.next() * 0.8,
    weekendShare: 0.4 + random.next() * 0.6,
  };
}

/** Any of the three: what an account is used for does not follow from its timing. */
export function anyRhythm(random: Random, perDay: number): Rhythm {
  const kinds = [humanRhythm, serviceRhythm, batchRhythm];
  return (kinds[between(random, 0, 2)] ?? humanRhythm)(random, perDay);
}
