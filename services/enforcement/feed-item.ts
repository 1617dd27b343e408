import type { Gone } from './feed-changes.ts';
import type { Enforced } from './find-enforced.ts';

const tenthsOf = (ms: number) => Math.floor(Math.abs(ms) / 100);

/** Milliseconds as Go writes a duration: `3h51m57.3s`, never longer than it is. */
export function formatDuration(ms: number): string {
  const sign = ms < 0 ? '-' : '';
  const tenths = tenthsOf(ms);
  const [hours, minutes] = [Math.floor(tenths / 36_000), Math.floor(tenths / 600) % 60];
  const seconds = `${(tenths % 600) / 10}s`;
  if (hours > 0) return `${sign}${hours}h${minutes}m${seconds}`;
  return minutes > 0 ? `${sign}${minutes}m${seconds}` : `${sign}${seconds}`;
}

/**
 * The same number in every process, since a client may ask one and then another: two rounds of 32-bit FNV-1a over the
 * UTF-16 units, 53 bits of them. Clients show it and find nothing by it.
 */
function numberOf(name: string): number {
  let low = 0x811c9dc5;
  let high = 0x9747b28c;
  for (let index = 0; index < name.length; index += 1) {
    const unit = name.charCodeAt(index);
    low = Math.imul(low ^ unit, 0x01000193);
    high = Math.imul(high ^ unit ^ (low >>> 15), 0x01000193);
  }
  return (high >>> 11) * 2 ** 32 + (low >>> 0);
}

/** What a client filters by. */
export const scenarioOf = ({ restriction }: Enforced) => `stillwatch/${restriction.action}`;

/**
 * Writes what is in force at `now` as CrowdSec's clients read it, with `until` and `decision_id` beside it, which they
 * ignore. Written by hand: three hundred thousand of them are waited for at a client's start.
 */
export function createItemWriter(now: number): (enforced: Enforced) => string {
  let lastUntil = NaN;
  let times = '';
  return (enforced) => {
    const { scope, value, restriction } = enforced;
    const { decisionId, type, until } = restriction;
    if (until !== lastUntil) {
      // Many end at once: all that one decision named.
      times = `"duration":"${formatDuration(until - now)}","until":"${new Date(until).toISOString()}"`;
      lastUntil = until;
    }
    const id = numberOf(`${decisionId} ${scope} ${value}`);
    return `{"id":${id},"origin":"stillwatch","scenario":"${scenarioOf(enforced)}","scope":"${scope}","value":${JSON.stringify(value)},"type":"${type}",${times},"decision_id":"${decisionId}"}`;
  };
}

/** What is over. Clients find what they hold by scope, value, type and origin. */
export function writeGone({ scope, value, type }: Gone): string {
  return JSON.stringify({
    id: numberOf(`${scope} ${value} ${type}`),
    ...{ origin: 'stillwatch', scenario: 'stillwatch/lifted', scope, value, type },
    duration: '-1s',
  });
}

/** CrowdSec writes an empty list as null. */
export function writeList(items: readonly string[]): string {
  return items.length === 0 ? 'null' : `[${items.join(',')}]`;
}
