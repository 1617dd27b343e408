import type { Finding } from '../../../services/contracts/finding.ts';
import type { Detection } from '../scoring/settings.ts';
import { createAccountJudge } from './account-judge.ts';
import { createCampaignBook } from './campaign-book.ts';
import type { CampaignRecord, Correlator, CorrelatorEffects } from './correlator.ts';
import { createGroupJudge, type JudgedGroups } from './group-judge.ts';
import { createPopulation } from './population.ts';

/** Builds an empty correlator. Only what changed is looked at again, so cost follows the changes. */
export function createCorrelator(detection: Detection): Correlator {
  const population = createPopulation();
  const book = createCampaignBook();
  const groups = createGroupJudge({ population, book, detection });
  const accounts = createAccountJudge({ population, detection });

  return {
    restore: ({ campaigns, digests, raised }) => {
      campaigns.forEach(book.put);
      for (const digest of digests) population.put(digest);
      const { traits } = population.takeChanged();
      groups.restore(campaigns, traits);
      accounts.restore(raised);
    },
    applyDigest: population.put,
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

type Verdicts = CorrelatorEffects['scores'] & readonly { readonly findings: readonly Finding[] }[];

function effectsOf(
  judged: readonly (JudgedGroups | undefined)[],
  verdicts: Verdicts,
): CorrelatorEffects {
  const findings: Finding[] = [];
  const campaigns = new Map<string, CampaignRecord>();
  for (const group of judged) {
    findings.push(...(group?.findings ?? []));
    for (const campaign of group?.changed ?? []) campaigns.set(campaign.campaignId, campaign);
  }
  for (const verdict of verdicts) findings.push(...verdict.findings);
  const scores = verdicts.map(({ accountId, score }) => ({ accountId, score }));
  return { findings, campaigns: [...campaigns.values()], scores };
}
