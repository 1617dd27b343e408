import type { Finding, RaisedLevel, Reason } from '../../contracts/finding.ts';
import type {
  CampaignRecord,
  CorrelatorEffects,
} from '../../../workers/detection/campaigns/correlator.ts';

/** An account reaches a level, by itself or as a member of a campaign. */
export interface Flag {
  readonly accountId: string;
  readonly campaignId: string | null;
  readonly level: RaisedLevel;
  /** Event time in ms. */
  readonly raisedAt: number;
  readonly score: number;
  readonly reasons: readonly Reason[];
  /** Known for an account's own finding; a member's requests are counted by its own times. */
  readonly requestsSeen: number | null;
}

export interface FlagBook {
  addFindings(findings: readonly Finding[]): void;
  addCampaigns(tickAt: number, effects: Pick<CorrelatorEffects, 'findings' | 'campaigns'>): void;
  /** The first flag of each account and level. */
  list(): Flag[];
  findLevel(accountId: string): RaisedLevel | 'none';
  /** The strongest campaign that holds an account at the end, under the id that stays. */
  findCampaign(accountId: string): CampaignRecord | undefined;
  readonly campaignCount: number;
}

type Raised = Pick<Finding, 'score' | 'reasons'>;

const levelsUpTo = { review: ['review'], act: ['review', 'act'] } as const;

function flagOfFinding(finding: Finding): Flag {
  return {
    accountId: finding.subject_id,
    campaignId: finding.campaign_id,
    level: finding.level,
    raisedAt: finding.raised_at,
    score: finding.score,
    reasons: finding.reasons,
    requestsSeen: finding.requests_seen,
  };
}

/** Keeps the earliest; at one time an account's own finding goes before its campaign's. */
function createFirstFlags() {
  const flags = new Map<string, Partial<Record<RaisedLevel, Flag>>>();
  const isEarlier = (flag: Flag, held: Flag | undefined) =>
    held === undefined ||
    flag.raisedAt < held.raisedAt ||
    (flag.raisedAt === held.raisedAt && flag.requestsSeen !== null && held.requestsSeen === null);
  const offer = (flag: Flag) => {
    const held = flags.get(flag.accountId) ?? {};
    flags.set(flag.accountId, held);
    for (const level of levelsUpTo[flag.level]) {
      if (isEarlier(flag, held[level])) held[level] = { ...flag, level };
    }
  };
  return { flags, offer };
}

/** Tells the strongest campaign of each account; a merged one lives on in the one that took it. */
function strongestByMember(campaigns: Iterable<CampaignRecord>): Map<string, CampaignRecord> {
  const strongest = new Map<string, CampaignRecord>();
  for (const campaign of campaigns) {
    if (campaign.mergedInto !== null || campaign.level === null) continue;
    for (const { accountId } of campaign.members) {
      const held = strongest.get(accountId);
      if (held === undefined || campaign.score > held.score) strongest.set(accountId, campaign);
    }
  }
  return strongest;
}

/** Brings the findings of accounts and campaigns together into when each account was flagged, and why. */
export function createFlagBook(): FlagBook {
  const { flags, offer } = createFirstFlags();
  const campaigns = new Map<string, CampaignRecord>();
  const raised = new Map<string, Raised>();
  let strongest: Map<string, CampaignRecord> | undefined;

  const flagMembers = (campaign: CampaignRecord, raisedAt: number) => {
    const { campaignId, level, members } = campaign;
    if (level === null || campaign.mergedInto !== null) return;
    const reasons = raised.get(campaignId)?.reasons ?? [];
    const score = raised.get(campaignId)?.score ?? campaign.score;
    for (const { accountId } of members) {
      offer({ accountId, campaignId, level, raisedAt, score, reasons, requestsSeen: null });
    }
  };
  return {
    addFindings: (findings) => {
      findings.map(flagOfFinding).forEach(offer);
    },
    addCampaigns: (tickAt, effects) => {
      for (const finding of effects.findings) raised.set(finding.subject_id, finding);
      for (const campaign of effects.campaigns) {
        campaigns.set(campaign.campaignId, campaign);
        flagMembers(campaign, tickAt);
      }
      strongest = undefined;
    },
    list: () => [...flags.values()].flatMap((held) => Object.values(held)),
    findLevel: (accountId) => {
      const held = flags.get(accountId);
      return held?.act === undefined ? (held === undefined ? 'none' : 'review') : 'act';
    },
    findCampaign: (accountId) =>
      (strongest ??= strongestByMember(campaigns.values())).get(accountId),
    get campaignCount() {
      return [...campaigns.values()].filter(({ mergedInto }) => mergedInto === null).length;
    },
  };
}
