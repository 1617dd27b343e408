import { z } from 'zod';
import type { Enforced } from './find-enforced.ts';
import type { Gone } from './feed-changes.ts';
import { scenarioOf } from './feed-item.ts';

const words = z.string().transform((text) =>
  text
    .split(',')
    .map((word) => word.trim().toLowerCase())
    .filter((word) => word !== ''),
);

/** The filters that CrowdSec's clients send. */
export const filterFields = {
  scopes: words.optional(),
  origins: words.optional(),
  scenarios_containing: words.optional(),
  scenarios_not_containing: words.optional(),
  type: z.string().max(32).optional(),
};
export type FilterQuery = z.output<z.ZodObject<typeof filterFields>>;

export interface FeedFilter {
  /** Equal for filters that let the same pass. */
  readonly name: string;
  readonly passes: (enforced: Enforced) => boolean;
  readonly passesGone: (gone: Gone) => boolean;
}

/** Without scopes everything passes; the scopes are compared without regard to case, as CrowdSec does. */
export function createFeedFilter(query: FilterQuery): FeedFilter {
  const { scopes, origins, type } = query;
  const { scenarios_containing: wanted, scenarios_not_containing: barred } = query;
  const isOurs = origins === undefined || origins.includes('stillwatch');
  const passesGone = ({ scope, type: given }: Pick<Gone, 'scope' | 'type'>) =>
    isOurs &&
    (scopes === undefined || scopes.includes(scope.toLowerCase())) &&
    (type === undefined || type === given);
  const hasScenario = (enforced: Enforced) => {
    const scenario = scenarioOf(enforced);
    const holds = (word: string) => scenario.includes(word);
    return (wanted === undefined || wanted.some(holds)) && !(barred ?? []).some(holds);
  };
  return {
    name: JSON.stringify([scopes?.toSorted(), isOurs, wanted, barred, type]),
    passes: (enforced) =>
      passesGone({ ...enforced, type: enforced.restriction.type }) && hasScenario(enforced),
    passesGone,
  };
}
