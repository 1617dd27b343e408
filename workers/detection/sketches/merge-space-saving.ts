import {
  appendHitter,
  createSpaceSaving,
  floorOf,
  hitterAt,
  type SpaceSaving,
} from './space-saving.ts';

/**
 * Merges all parts at once (Agarwal et al. 2012, mergeable summaries): the result depends neither on the order
 * of the parts nor on which is first, and the error stays within total / capacity. Merging pairwise keeps the
 * bound, but then the grouping shows in the counters once more keys exist than `capacity`. All parts must have that capacity.
 */
export function mergeSpaceSaving(parts: readonly SpaceSaving[], capacity = 32): SpaceSaving {
  const sums = new Map<number, { count: number; error: number }>();
  let floor = 0;
  let total = 0;
  for (const part of parts) {
    const least = floorOf(part);
    floor += least;
    total += part.total;
    for (let slot = 0; slot < part.size; slot++) {
      const { key, count, error } = hitterAt(part, slot);
      const held = sums.get(key);
      const sum = held ?? { count: 0, error: 0 };
      if (held === undefined) sums.set(key, sum);
      // A part that does not hold the key may have seen it as often as its floor: added for all below, so taken off here.
      sum.count += count - least;
      sum.error += error - least;
    }
  }
  const merged = createSpaceSaving(capacity);
  merged.total = total;
  const heaviest = [...sums]
    .sort((a, b) => b[1].count - a[1].count || a[0] - b[0])
    .slice(0, capacity);
  for (const [key, { count, error }] of heaviest) {
    appendHitter(merged, { key, count: count + floor, error: error + floor });
  }
  return merged;
}
