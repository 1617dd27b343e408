import type { TargetScope } from '../storage/enforced-targets.ts';
import type { TargetChange } from './change-log.ts';
import type { Enforced } from './find-enforced.ts';
import { targetOf, type Remediation, type Restriction } from './restriction.ts';

/** What a follower has to drop. */
export interface Gone {
  readonly scope: TargetScope;
  readonly value: string;
  readonly type: Remediation;
}

export interface FeedChanges {
  readonly now: readonly Enforced[];
  readonly gone: readonly Gone[];
}

/**
 * The changes as their outcome: each target once, with what counts for it now, and every type that a follower may
 * hold of it from before. Followers know a restriction by its target and type, so that one whose type changed is
 * gone and new at once.
 */
export function listChanges(
  changes: readonly TargetChange[],
  find: (key: string) => Restriction | undefined,
): FeedChanges {
  const typesOf = new Map<string, Set<Remediation>>();
  for (const { key, was } of changes) {
    const types = typesOf.get(key) ?? new Set();
    if (was !== undefined) types.add(was);
    typesOf.set(key, types);
  }
  const now: Enforced[] = [];
  const gone: Gone[] = [];
  for (const [key, types] of typesOf) {
    const named = targetOf(key);
    const restriction = find(key);
    if (restriction !== undefined) now.push({ ...named, restriction });
    for (const type of types) if (type !== restriction?.type) gone.push({ ...named, type });
  }
  return { now, gone };
}
