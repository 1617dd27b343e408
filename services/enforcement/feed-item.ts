import { hash } from 'node:crypto';
import type { Enforced } from './find-enforced.ts';
import type { Gone } from './feed-changes.ts';

/** A decision as CrowdSec's clients read it; what they do not know they ignore. */
export interface FeedItem {
  readonly id: number;
  readonly origin: 'stillwatch';
  readonly scenario: string;
  readonly scope: string;
  readonly value: string;
  readonly type: string;
  /** As Go writes it: `3h51m57.3s`. Negative for what is over. */
  readonly duration: string;
}

export interface LiveItem extends FeedItem {
  /** RFC 3339; what `duration` amounts to. */
  readonly until: string;
  readonly decision_id: string;
}

/** Milliseconds as Go writes a duration. */
export function formatDuration(ms: number): string {
  const sign = ms < 0 ? '-' : '';
  const tenths = Math.floor(Math.abs(ms) / 100);
  const [hours, minutes] = [Math.floor(tenths / 36_000), Math.floor(tenths / 600) % 60];
  const seconds = `${(tenths % 600) / 10}s`;
  if (hours > 0) return `${sign}${hours}h${minutes}m${seconds}`;
  return minutes > 0 ? `${sign}${minutes}m${seconds}` : `${sign}${seconds}`;
}

/** The same number in every process, since a client may ask one and then another. 48 bits of SHA-256. */
function numberOf(name: string): number {
  return Number.parseInt(hash('sha256', name).slice(0, 12), 16);
}

/** What a client filters by. */
export const scenarioOf = ({ restriction }: Enforced) => `stillwatch/${restriction.action}`;

export function toFeedItem(enforced: Enforced, now: number): LiveItem {
  const { scope, value, restriction } = enforced;
  const { decisionId, type, until } = restriction;
  return {
    id: numberOf(`${decisionId} ${scope} ${value}`),
    ...{ origin: 'stillwatch', scenario: scenarioOf(enforced), scope, value, type },
    duration: formatDuration(until - now),
    until: new Date(until).toISOString(),
    decision_id: decisionId,
  };
}

/** What is over. Clients find what they hold by scope, value, type and origin. */
export function toGoneItem({ scope, value, type }: Gone): FeedItem {
  return {
    id: numberOf(`${scope} ${value} ${type}`),
    ...{ origin: 'stillwatch', scenario: 'stillwatch/lifted', scope, value, type },
    duration: '-1s',
  };
}
