import type {
  EnforcedTarget,
  EnforcementReading,
  FirstReading,
  TargetScope,
} from '../storage/enforced-targets.ts';
import { createChangeLog, type ChangeLog } from './change-log.ts';
import { createExpiryCalendar, type ExpiryCalendar } from './expiry-calendar.ts';
import { findAround, findRestriction, walk, type Enforced } from './find-enforced.ts';
import { listChanges, type FeedChanges, type Gone } from './feed-changes.ts';
import { forgetFree, hold, release, releaseEnded, type Holdings } from './holdings.ts';
import { listHeld, remediationOf, strictest, targetKey, type Restriction } from './restriction.ts';

/** What is in force, in memory. Times are milliseconds since the epoch, cursors microseconds by the database's clock. */
export interface DecisionSet {
  /** Takes in what a reading found. */
  readonly take: (reading: EnforcementReading) => void;
  /** Lets go of what has ended by `now`. */
  readonly expire: (now: number) => void;
  readonly find: (scope: TargetScope, value: string, now: number) => Restriction | undefined;
  /** What restricts an address, itself or a network that holds it. */
  readonly findAddress: (address: string, now: number) => Enforced[];
  /** May be walked while the set changes: what changes meanwhile is a change after the cursor of the begin. */
  readonly all: (now: number) => Generator<Enforced>;
  /** What became another since; undefined when that is no longer known, and a follower has to begin anew. */
  readonly since: (cursor: number, now: number) => FeedChanges | undefined;
  /** What may have ended within the last three days, whoever was told so. */
  readonly recentlyGone: (now: number) => readonly Gone[];
  /** Microseconds by the database's clock of the last change. */
  readonly changedAt: () => number;
  /** A follower that has seen all until now goes on from here. */
  readonly cursor: () => number;
  readonly size: () => number;
}

// Followers that were away for longer begin anew. In microseconds.
const remembered = 3 * 24 * 3_600_000_000;

interface Moment {
  /** Microseconds by the database's clock at which followers can have seen it. */
  readonly at: number;
  readonly now: number;
}

/** Notes whether another restriction counts for the target than before. */
function settle(holdings: Holdings, log: ChangeLog, { key, at, now }: Moment & { key: string }) {
  const holding = holdings.byTarget.get(key);
  if (holding === undefined) return;
  const counts = strictest(holding.held, now);
  const { told } = holding;
  const isSame = counts?.type === told?.type && counts?.until === told?.until;
  if (!isSame) log.note({ at, key, was: told?.type });
  holding.told = counts;
  forgetFree(holdings, key);
}

interface Parts {
  readonly holdings: Holdings;
  readonly log: ChangeLog;
  readonly calendar: ExpiryCalendar;
}

function add({ holdings, calendar }: Parts, target: EnforcedTarget): string {
  const key = hold(holdings, target);
  calendar.add(key, target.until);
  return key;
}

/** What was held by the first reading, looked at as of its time. */
function createParts(holdings: Holdings, { lifted, seenAt, readAt }: FirstReading): Parts {
  const now = readAt / 1_000;
  const parts = { holdings, log: createChangeLog(seenAt), calendar: createExpiryCalendar(now) };
  for (const [key, holding] of holdings.byTarget) {
    holding.told = strictest(holding.held, now);
    for (const { until } of listHeld(holding.held)) parts.calendar.add(key, until);
  }
  for (const { scope, value, action } of lifted) {
    parts.log.note({ at: seenAt, key: targetKey(scope, value), was: remediationOf(action) });
  }
  return parts;
}

/** Begins with holdings that a reading of everything in force has filled. */
export function createDecisionSet(given: Holdings, first: FirstReading): DecisionSet {
  const parts = createParts(given, first);
  const { holdings, log, calendar } = parts;
  let { readAt } = first;
  const countsAt = (now: number) => (key: string) => findRestriction(holdings, key, now);

  return {
    take: (reading) => {
      const touched = new Set(reading.changed.flatMap((id) => release(holdings, id)));
      for (const target of reading.targets) touched.add(add(parts, target));
      const moment = { at: reading.seenAt, now: reading.readAt / 1_000 };
      for (const key of touched) settle(holdings, log, { ...moment, key });
      ({ readAt } = reading);
      log.forget(readAt - remembered);
    },
    expire: (now) => {
      for (const key of calendar.takeEnded(now)) {
        releaseEnded(holdings, key, now);
        settle(holdings, log, { at: Math.ceil(now * 1_000), key, now });
      }
    },
    find: (scope, value, now) => findRestriction(holdings, targetKey(scope, value), now),
    findAddress: (address, now) => findAround(holdings, address, now),
    all: (now) => walk(holdings, now),
    since: (cursor, now) => {
      const changes = log.since(cursor);
      return changes && listChanges(changes, countsAt(now));
    },
    recentlyGone: (now) => listChanges(log.all(), countsAt(now)).gone,
    changedAt: log.lastAt,
    cursor: () => readAt,
    size: () => holdings.byTarget.size,
  };
}
