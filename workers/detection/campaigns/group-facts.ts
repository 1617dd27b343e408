import { meanOf, type Moments } from '../profile/moments.ts';
import type { Profile } from '../profile/profile.ts';
import { estimate } from '../sketches/hyper-log-log.ts';
import type { GroupFacts } from '../scoring/define-detector.ts';

/** What the profiles of the members do not say. */
type GroupShape = Omit<GroupFacts, 'replication' | 'heterogeneity'>;

/** The facts about a group that its merged profile alone does not show. */
export function groupFactsOf(
  members: readonly Profile[],
  merged: Profile,
  shape: GroupShape,
): GroupFacts {
  const separate = members.reduce((sum, member) => sum + estimate(member.distinct.prompts), 0);
  const together = estimate(merged.distinct.prompts);
  return {
    ...shape,
    replication: separate === 0 ? 0 : Math.max(0, 1 - together / separate),
    heterogeneity: Math.max(
      heterogeneityOf(members.map((member) => member.moments.text)),
      heterogeneityOf(members.map((member) => member.moments.output)),
    ),
  };
}

/**
 * Share of the variance that lies between members, as a ratio to that within them, less what chance puts there
 * (one-way analysis of variance, random effects): 0 when all members draw from one source.
 */
function heterogeneityOf(members: readonly Moments[]): number {
  const used = members.filter(({ count }) => count >= 3);
  if (used.length < 2) return 0;
  const counts = used.reduce((sum, { count }) => sum + count, 0);
  const grand = used.reduce((sum, moments) => sum + meanOf(moments) * moments.count, 0) / counts;
  let between = 0;
  let within = 0;
  for (const moments of used) {
    const mean = meanOf(moments);
    between += moments.count * (mean - grand) ** 2;
    within += sumOfSquares(moments) - moments.count * mean * mean;
  }
  const withinVariance = within / Math.max(1, counts - used.length);
  if (withinVariance <= 1e-6) return between > 1e-6 ? 10 : 0;
  const typical =
    (counts - used.reduce((sum, { count }) => sum + count * count, 0) / counts) / (used.length - 1);
  const betweenVariance = (between / (used.length - 1) - withinVariance) / typical;
  return Math.max(0, betweenVariance / withinVariance);
}

function sumOfSquares(moments: Moments): number {
  // Moments keep ln(1 + x) in fixed point of 1/256.
  return moments.squares / 65_536;
}
