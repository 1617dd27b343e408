import { z } from 'zod';
import { targetScopes, type TargetScope } from '../storage/enforced-targets.ts';
import type { DecisionSet } from './decision-set.ts';
import type { Enforced } from './find-enforced.ts';

/** What `GET /v1/decisions` is asked for, in CrowdSec's words. */
export const matchFields = {
  ip: z.string().max(64).optional(),
  range: z.string().max(64).optional(),
  scope: z.string().max(32).optional(),
  value: z.string().max(256).optional(),
};
export type MatchQuery = z.output<z.ZodObject<typeof matchFields>>;

function scopeNamed(name: string): TargetScope | undefined {
  return targetScopes.find((scope) => scope.toLowerCase() === name.toLowerCase());
}

function exactly(set: DecisionSet, name: string, { value, now }: { value: string; now: number }) {
  const scope = scopeNamed(name);
  if (scope === undefined) return [];
  if (scope === 'Ip') return set.findAddress(value, now);
  const restriction = set.find(scope, value, now);
  return restriction === undefined ? [] : [{ scope, value, restriction }];
}

/** Whether the query names one target, which is looked up, and not a part of all, which is walked through. */
export function namesTarget({ ip, range, scope, value }: MatchQuery): boolean {
  return ip !== undefined || range !== undefined || (scope !== undefined && value !== undefined);
}

/** What is in force of the one target that the query names: for an address also the networks around it. */
export function findNamed(set: DecisionSet, query: MatchQuery, now: number): Enforced[] {
  const { ip, range, scope = '', value = '' } = query;
  return ip !== undefined
    ? set.findAddress(ip, now)
    : exactly(set, range === undefined ? scope : 'Range', { value: range ?? value, now });
}
