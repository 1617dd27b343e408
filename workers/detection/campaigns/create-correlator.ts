import type { Finding } from '../../../services/contracts/finding.ts';
import type { Detection } from '../scoring/settings.ts';
import { createCampaignBook } from './campaign-book.ts';
import type { CampaignRecord, Correlator } from './correlator.ts';
import { judgeGroup } from './judge-group.ts';
import { familyOf, isCohesive, sharedLinksOf } from './shared-links.ts';
import { anchors } from './traits.ts';
import { createTraitIndex, type IndexedAccount } from './trait-index.ts';
import { raiseFindings } from './raise-findings.ts';
import { updateCampaign } from './update-campaign.ts';

/** Fewer units than this share things by chance. */
const fewestUnits = 4;
/** Carried by more than this share of all units, or by more than this many, a trait is a tool, a default or a tutorial. */
const commonShare = 0.06;
const commonUnits = 60;
/** Holders beyond this multiple of the units allowed are not even listed: no organisation is that large a part of them. */
const mostAccountsPerUnit = 4;
/** A group is judged again when a member came or went, or its requests passed another power of this. */
const growthStep = Math.log(1.1);

/** Builds an empty correlator. Each trait that changed is a candidate group, so cost follows the changes. */
export function createCorrelator(detection: Detection): Correlator {
  const index = createTraitIndex();
  const book = createCampaignBook();
  const sizes = new Map<string, string>();

  /** The holders of a trait, when they became another group since it was last looked at. */
  const changedGroup = (trait: string): readonly IndexedAccount[] => {
    const mostUnits = Math.max(commonUnits, commonShare * index.unitCount());
    if (!anchors.has(familyOf(trait))) return [];
    const count = index.countOf(trait);
    if (count < fewestUnits || count > mostAccountsPerUnit * mostUnits) return [];
    const members = index.holdersOf(trait);
    const size = sizeOf(members);
    if (sizes.get(trait) === size) return [];
    sizes.set(trait, size);
    const units = new Set(members.map(({ unit }) => unit)).size;
    return units < fewestUnits || units > mostUnits ? [] : members;
  };

  const closeTick = (tickAt: number) => {
    const findings: Finding[] = [];
    const changed = new Map<string, CampaignRecord>();
    for (const trait of index.takeChanged()) {
      const members = changedGroup(trait);
      if (members.length === 0) continue;
      const links = sharedLinksOf(members, index);
      if (!isCohesive(links)) continue;
      const verdict = judgeGroup(members, links, detection);
      if (verdict.assessment.score < detection.scoring.groupReview) continue;
      const update = updateCampaign(book, { trait, members, verdict, tickAt }, detection.scoring);
      for (const campaign of update.changed) changed.set(campaign.campaignId, campaign);
      findings.push(...raiseFindings(update, verdict, tickAt));
    }
    return { findings, campaigns: [...changed.values()] };
  };

  return {
    restore: (campaigns, digests) => {
      campaigns.forEach(book.put);
      for (const { accountId, bytes } of digests) index.put(accountId, bytes);
      index.takeChanged().forEach(changedGroup);
    },
    applyDigest: ({ accountId, bytes }) => {
      index.put(accountId, bytes);
    },
    closeTick,
  };
}

function sizeOf(members: readonly IndexedAccount[]): string {
  const requests = members.reduce((sum, member) => sum + member.requests, 0);
  return `${String(members.length)}:${String(Math.floor(Math.log(requests + 1) / growthStep))}`;
}
