import type { Finding } from '../../../services/contracts/finding.ts';
import type { ShadowFinding } from '../../../services/contracts/shadow-finding.ts';
import type { Detection } from '../scoring/settings.ts';
import { createCampaignBook, type CampaignBook } from './campaign-book.ts';
import { createCandidateGroups, type CandidateGroups } from './candidate-groups.ts';
import type { CampaignRecord, Correlator } from './correlator.ts';
import { judgeGroup } from './judge-group.ts';
import { raiseFindings } from './raise-findings.ts';
import { shadowGroupsOf } from './shadow-groups-of.ts';
import { coreOf, fewestUnits, isCohesive, sharedLinksOf } from './shared-links.ts';
import { createTraitIndex, unitsOf, type TraitIndex } from './trait-index.ts';
import { updateCampaign } from './update-campaign.ts';

interface Judged {
  readonly findings: readonly Finding[];
  readonly shadow: readonly ShadowFinding[];
  readonly changed: readonly CampaignRecord[];
}

/** Builds an empty correlator. Each trait that changed is a candidate group, so cost follows the changes. */
export function createCorrelator(detection: Detection): Correlator {
  const index = createTraitIndex();
  const book = createCampaignBook();
  const candidates = createCandidateGroups(index);
  const judge = createJudge(detection, { index, book, candidates });
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
      const judged = index.takeChanged().flatMap((trait) => judge(trait, tickAt) ?? []);
      const changed = judged.flatMap((group) => group.changed);
      const last = new Map(changed.map((campaign) => [campaign.campaignId, campaign]));
      return {
        findings: judged.flatMap(({ findings }) => findings),
        shadow: judged.flatMap(({ shadow }) => shadow),
        campaigns: [...last.values()],
      };
    },
  };
}

interface CorrelatorState {
  readonly index: TraitIndex;
  readonly book: CampaignBook;
  readonly candidates: CandidateGroups;
}

/** Judges the holders of a trait as one; undefined where they are no group at all. */
function createJudge(detection: Detection, { index, book, candidates }: CorrelatorState) {
  const { scoring, shadows } = detection;
  const findGroup = (trait: string) => {
    const holders = candidates.take(trait);
    if (holders.length === 0) return undefined;
    const links = sharedLinksOf(holders, index);
    if (!isCohesive(links)) return undefined;
    const members = coreOf(holders, links);
    return unitsOf(members) < fewestUnits ? undefined : { members, links };
  };
  return (trait: string, tickAt: number): Judged | undefined => {
    const found = findGroup(trait);
    if (found === undefined) return undefined;
    const verdict = judgeGroup(found.members, found.links, detection);
    const group = { trait, members: found.members, verdict, tickAt };
    const isCampaign = verdict.assessment.score >= scoring.groupReview;
    const update = isCampaign ? updateCampaign(book, group, scoring) : undefined;
    for (const link of update?.after.links ?? []) candidates.follow(link.trait);
    const findings = update === undefined ? [] : raiseFindings(update, verdict, tickAt);
    const shadow = shadowGroupsOf(group, { update, findings }, shadows);
    return { findings, shadow, changed: update?.changed ?? [] };
  };
}
