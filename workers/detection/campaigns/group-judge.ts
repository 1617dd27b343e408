import type { Finding } from '../../../services/contracts/finding.ts';
import type { ShadowFinding } from '../../../services/contracts/shadow-finding.ts';
import { hashString32 } from '../sketches/hash.ts';
import type { Detection } from '../scoring/settings.ts';
import { behaviourGroupOf } from './behaviour-groups.ts';
import type { CampaignBook } from './campaign-book.ts';
import { createCandidateGroups } from './candidate-groups.ts';
import type { CampaignLink, CampaignRecord } from './correlator.ts';
import { judgeGroup } from './judge-group.ts';
import { createMergeMembers, type MergeMembers } from './merge-members.ts';
import { markFactsOf } from './mark-facts.ts';
import type { Population } from './population.ts';
import { resemblanceOf } from './resemblance.ts';
import { raiseFindings, standingFindingOf } from './raise-findings.ts';
import { shadowGroupsOf } from './shadow-groups-of.ts';
import {
  coreOf,
  fewestUnits,
  isCohesive,
  most,
  nearlyAll,
  sharedLinksOf,
  withoutStrangers,
  type SharedLink,
} from './shared-links.ts';
import { unitsOf, type IndexedAccount, type TraitIndex } from './trait-index.ts';
import { updateCampaign } from './update-campaign.ts';

export interface JudgedGroups {
  readonly findings: readonly Finding[];
  /** null where no campaign was raised before, or a level is new. */
  readonly standing: Finding | null;
  readonly shadow: readonly ShadowFinding[];
  readonly changed: readonly CampaignRecord[];
}

interface Dependencies {
  readonly population: Population;
  readonly book: CampaignBook;
  readonly detection: Detection;
}

interface Candidates {
  readonly trait: string;
  readonly members: readonly IndexedAccount[];
  readonly links: readonly SharedLink[];
  readonly lockstep: number;
}

/** Judges groups of accounts as one, and turns those that speak for extraction into campaigns. */
export interface GroupJudge {
  restore(campaigns: readonly CampaignRecord[], traits: readonly string[]): void;
  /** The group of those that carry a trait. */
  judgeTrait(trait: string, tickAt: number): JudgedGroups | undefined;
  /** The group of those that act in lockstep with an account. */
  judgeBehaviour(accountId: string, tickAt: number): JudgedGroups | undefined;
}

export function createGroupJudge(deps: Dependencies): GroupJudge {
  const { accounts } = deps.population;
  const merge = createMergeMembers();
  const candidates = createCandidateGroups(accounts);
  const isFirst = createOncePerTick();
  const judge = (group: Candidates | undefined, tickAt: number): JudgedGroups | undefined => {
    if (group === undefined || unitsOf(group.members) < fewestUnits) return undefined;
    if (!isFirst(group, tickAt)) return undefined;
    const update = judgeCandidates({ ...deps, merge }, group, tickAt);
    for (const link of update.links) candidates.follow(link.trait);
    return update;
  };
  return {
    restore: (campaigns, traits) => {
      for (const { trait } of campaigns.flatMap(({ links }) => links)) candidates.follow(trait);
      traits.forEach(candidates.take);
    },
    judgeTrait: (trait, tickAt) =>
      judge(carriersOf(accounts, trait, candidates.take(trait)), tickAt),
    judgeBehaviour: (accountId, tickAt) => judge(companionsOf(deps.population, accountId), tickAt),
  };
}

/** A fleet is met at each trait that it shares, mostly with the same members and links: one verdict a tick is enough. */
function createOncePerTick() {
  const met = new Set<string>();
  let metAt = 0;
  return ({ members, links }: Candidates, tickAt: number): boolean => {
    if (tickAt !== metAt) met.clear();
    metAt = tickAt;
    const names = [
      ...members.map(({ accountId }) => accountId),
      ...links.map(({ trait }) => trait),
    ];
    const before = met.size;
    // Identifiers may hold anything but NUL: with a space between them two groups could be one.
    return met.add(names.join('\0')).size > before;
  };
}

function carriersOf(
  accounts: TraitIndex,
  trait: string,
  holders: readonly IndexedAccount[],
): Candidates | undefined {
  if (holders.length === 0) return undefined;
  const links = sharedLinksOf(holders, accounts);
  if (!isCohesive(links)) return undefined;
  const members = withoutStrangers(coreOf(holders, links), links, nearlyAll);
  return { trait, members, links, lockstep: 0 };
}

function companionsOf(population: Population, accountId: string): Candidates | undefined {
  const account = population.accounts.get(accountId);
  if (account === undefined || account.leaning <= 0) return undefined;
  const group = behaviourGroupOf(account, population, fewestUnits);
  if (group === undefined) return undefined;
  const { lockstep } = group;
  const shared = sharedLinksOf(group.members, population.accounts);
  const members = withoutStrangers(group.members, shared, most);
  const trait = `activity:${hashString32(members[0]?.accountId ?? '').toString(16)}`;
  const together = { trait, accounts: members.length, rarity: lockstep };
  return { trait, members, links: [{ ...together, family: 'activity' }, ...shared], lockstep };
}

function judgeCandidates(
  { population, book, detection, merge }: Dependencies & { readonly merge: MergeMembers },
  { trait, members, links, lockstep }: Candidates,
  tickAt: number,
): JudgedGroups & { readonly links: readonly CampaignLink[] } {
  const resemblance = resemblanceOf(members, population.words);
  const accountIds = members.map(({ accountId }) => accountId);
  const view = {
    detection,
    merge,
    lockstep,
    resemblance,
    retargeting: population.models.retargetingOf(accountIds),
    marks: markFactsOf(
      { ...population, indicators: detection.indicators },
      { accountIds, traits: links.map((link) => link.trait), at: tickAt },
    ),
  };
  const verdict = judgeGroup(members, links, view);
  const group = { trait, members, verdict, tickAt };
  const isCampaign = verdict.assessment.score >= detection.scoring.groupReview;
  const update = isCampaign ? updateCampaign(book, group, detection.scoring) : undefined;
  const findings = update === undefined ? [] : raiseFindings(update, verdict, tickAt);
  const shadow = shadowGroupsOf(group, { update, findings }, detection.shadows);
  const changed = update?.changed ?? [];
  const standing = update === undefined ? null : standingFindingOf(update, verdict, tickAt);
  return { findings, standing, shadow, changed, links: update?.after.links ?? [] };
}
