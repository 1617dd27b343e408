import type { Detection } from '../scoring/settings.ts';
import { createAccountJudge } from './account-judge.ts';
import { createCampaignBook } from './campaign-book.ts';
import type { Correlator, CorrelatorEffects } from './correlator.ts';
import { createGroupJudge, type JudgedGroups } from './group-judge.ts';
import type { AccountVerdict } from './judge-account.ts';
import { createPopulation } from './population.ts';

/** Builds an empty correlator. Only what changed is looked at again, so cost follows the changes. */
export function createCorrelator(detection: Detection): Correlator {
  const population = createPopulation();
  const book = createCampaignBook();
  const groups = createGroupJudge({ population, book, detection });
  const accounts = createAccountJudge({ population, detection });

  return {
    restore: ({ campaigns, digests, raised, tombstones }) => {
      tombstones.forEach(population.tombstones.put);
      campaigns.forEach(book.put);
      for (const digest of digests) population.put(digest);
      const { traits } = population.takeChanged();
      groups.restore(campaigns, traits);
      accounts.restore(raised);
    },
    applyDigest: population.put,
    setTombstones: population.tombstones.replace,
    closeTick: (tickAt) => {
      const { traits, accountIds } = population.takeChanged();
      const judged = [
        ...traits.map((trait) => groups.judgeTrait(trait, tickAt)),
        ...accountIds.map((accountId) => groups.judgeBehaviour(accountId, tickAt)),
      ];
      const verdicts = accountIds.flatMap((accountId) => accounts.judge(accountId, tickAt) ?? []);
      return effectsOf(judged, verdicts);
    },
  };
}

function effectsOf(
  judged: readonly (JudgedGroups | undefined)[],
  verdicts: readonly AccountVerdict[],
): CorrelatorEffects {
  const groups = judged.filter((group) => group !== undefined);
  const changed = groups.flatMap((group) => group.changed);
  const last = new Map(changed.map((campaign) => [campaign.campaignId, campaign]));
  return {
    findings: [...groups, ...verdicts].flatMap(({ findings }) => findings),
    standing: [...groups, ...verdicts].flatMap(({ standing }) => standing ?? []),
    shadow: [...groups, ...verdicts].flatMap(({ shadow }) => shadow),
    campaigns: [...last.values()],
    scores: verdicts.map(({ accountId, score }) => ({ accountId, score })),
  };
}
