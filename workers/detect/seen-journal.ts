import { readSeenHour } from '../../services/queue/partition-store.ts';
import type { Redis } from '../../services/queue/redis-connection.ts';
import type { EventHash } from './event-hash.ts';
import { createSeenIds, seenHours, type SeenIds } from './seen-ids.ts';

const idLength = 8;
const hourMs = 3_600_000;

/** An hour's ids are kept a little longer than they count, for gateways whose clocks are behind. */
export const seenTtlSeconds = (seenHours + 2) * 3_600;

/** Collects the ids seen since the last commit, by hour, in the form in which they are stored. */
export function createSeenJournal() {
  let hours = new Map<number, number[]>();
  return {
    add: ({ high, low }: EventHash, hour: number): void => {
      const ids = hours.get(hour);
      if (ids === undefined) hours.set(hour, [high, low]);
      else ids.push(high, low);
    },
    /** What was collected; starts anew. */
    take: (): Map<number, Buffer> => {
      const taken = hours;
      hours = new Map();
      return new Map(
        [...taken].map(([hour, ids]) => [hour, Buffer.from(Uint32Array.from(ids).buffer)]),
      );
    },
  };
}

/** The ids that still count as seen, as earlier owners of the partition stored them. */
export async function restoreSeenIds(
  redis: Redis,
  partition: number,
  now: number,
): Promise<SeenIds> {
  const seen = createSeenIds();
  const thisHour = Math.floor(now / hourMs);
  for (let hour = thisHour - seenHours - 1; hour <= thisHour + 1; hour += 1) {
    const ids = await readSeenHour(redis, partition, hour);
    if (ids === null) continue;
    for (let at = 0; at + idLength <= ids.length; at += idLength) {
      seen.add({ high: ids.readUInt32LE(at), low: ids.readUInt32LE(at + 4) }, hour);
    }
  }
  return seen;
}
