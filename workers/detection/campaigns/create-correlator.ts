import type { Finding } from '../../../services/contracts/finding.ts';
import type { Detection } from '../scoring/settings.ts';
import { createCampaignBook } from './campaign-book.ts';
import { createCandidateGroups } from './candidate-groups.ts';
import type { CampaignRecord, Correlator } from './correlator.ts';
import { judgeGroup } from './judge-group.ts';
import { raiseFindings } from './raise-findings.ts';
import { coreOf, fewestUnits, isCohesive, sharedLinksOf } from './shared-links.ts';
import { createTraitIndex, unitsOf } from './trait-index.ts';
import { updateCampaign } from './update-campaign.ts';

/** Builds an empty correlator. Each trait that changed is a candidate group, so cost follows the changes. */
export function createCorrelator(detection: Detection): Correlator {
  const index = createTraitIndex();
  const book = createCampaignBook();
  const candidates = createCandidateGroups(index);

  const judge = (trait: string, tickAt: number) => {
    const holders = candidates.take(trait);
    if (holders.length === 0) return undefined;
    const links = sharedLinksOf(holders, index);
    if (!isCohesive(links)) return undefined;
    const members = coreOf(holders, links);
    if (unitsOf(members) < fewestUnits) return undefined;
    const verdict = judgeGroup(members, links, detection);
    if (verdict.assessment.score < detection.scoring.groupReview) return undefined;
    const update = updateCampaign(book, { trait, members, verdict, tickAt }, detection.scoring);
    for (const link of update.after.links) candidates.follow(link.trait);
    return { findings: raiseFindings(update, verdict, tickAt), changed: update.changed };
  };

  return {
    restore: (campaigns, digests) => {
      campaigns.forEach(book.put);
      for (const { trait } of campaigns.flatMap(({ links }) => links)) candidates.follow(trait);
      for (const { accountId, bytes } of digests) index.put(accountId, bytes);
      index.takeChanged().forEach(candidates.take);
    },
    applyDigest: ({ accountId, bytes }) => {
      index.put(accountId, bytes);
    },
    closeTick: (tickAt) => {
      const findings: Finding[] = [];
      const changed = new Map<string, CampaignRecord>();
      for (const trait of index.takeChanged()) {
        const judged = judge(trait, tickAt);
        findings.push(...(judged?.findings ?? []));
        for (const campaign of judged?.changed ?? []) changed.set(campaign.campaignId, campaign);
      }
      return { findings, campaigns: [...changed.values()] };
    },
  };
}
