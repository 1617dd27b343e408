import type { Finding, RaisedLevel, Reason } from '../../contracts/finding.ts';
import type {
  CampaignRecord,
  CorrelatorEffects,
} from '../../../workers/detection/campaigns/correlator.ts';
import { createCampaignStanding, isRaised, type CampaignStanding } from './campaign-standing.ts';

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
  addCampaigns(
    tickAt: number,
    effects: Pick<CorrelatorEffects, 'findings' | 'campaigns' | 'scores'>,
  ): void;
  /** The first flag of each account and level. */
  list(): Flag[];
  findLevel(accountId: string): RaisedLevel | 'none';
  /** Of the account among its neighbours, when it was last judged so. */
  findScore(accountId: string): number | undefined;
  /** How many accounts and campaigns reached a level themselves. */
  countAlerts(level: RaisedLevel): number;
  readonly campaigns: Omit<CampaignStanding, 'add'>;
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

/** As alerts are stored: by event time, own findings before those of a campaign, by requests, by score. */
function isBefore(flag: Flag, held: Flag | undefined): boolean {
  if (held === undefined) return true;
  const keysOf = ({ raisedAt, requestsSeen, score }: Flag) => [
    raisedAt,
    requestsSeen ?? Infinity,
    score,
  ];
  const others = keysOf(held);
  const keys = keysOf(flag);
  const at = keys.findIndex((key, index) => key !== others[index]);
  return at >= 0 && (keys[at] ?? 0) < (others[at] ?? 0);
}

/** Keeps the first of each account and level. */
function createFirstFlags() {
  const flags = new Map<string, Partial<Record<RaisedLevel, Flag>>>();
  const offer = (flag: Flag) => {
    const held = flags.get(flag.accountId) ?? {};
    flags.set(flag.accountId, held);
    for (const level of levelsUpTo[flag.level]) {
      if (isBefore(flag, held[level])) held[level] = { ...flag, level };
    }
  };
  return { flags, offer };
}

function levelOf(held: Partial<Record<RaisedLevel, Flag>> | undefined): RaisedLevel | 'none' {
  if (held === undefined) return 'none';
  return held.act === undefined ? 'review' : 'act';
}

/** One alert a subject and level, however often it is raised again. */
function createAlertCount() {
  const subjects = { review: new Set<string>(), act: new Set<string>() };
  return {
    add: (findings: readonly Finding[]) => {
      for (const { level, subject_id } of findings) {
        for (const reached of levelsUpTo[level]) subjects[reached].add(subject_id);
      }
    },
    count: (level: RaisedLevel) => subjects[level].size,
  };
}

/** Brings the findings of accounts and campaigns together into when each account was flagged, and why. */
export function createFlagBook(): FlagBook {
  const { flags, offer } = createFirstFlags();
  const standing = createCampaignStanding();
  const raised = new Map<string, Raised>();
  const alerts = createAlertCount();
  const scores = new Map<string, number>();

  const flagMembers = (campaign: CampaignRecord, raisedAt: number) => {
    const { campaignId, level, members } = campaign;
    if (level === null || !isRaised(campaign)) return;
    const { score, reasons } = raised.get(campaignId) ?? { score: campaign.score, reasons: [] };
    for (const { accountId } of members) {
      offer({ accountId, campaignId, level, raisedAt, score, reasons, requestsSeen: null });
    }
  };
  const addFindings = (findings: readonly Finding[]) => {
    alerts.add(findings);
    for (const finding of findings) {
      if (finding.subject_kind === 'account') offer(flagOfFinding(finding));
      else raised.set(finding.subject_id, finding);
    }
  };
  return {
    addFindings,
    addCampaigns: (tickAt, effects) => {
      addFindings(effects.findings);
      for (const { accountId, score } of effects.scores) scores.set(accountId, score);
      for (const campaign of effects.campaigns) {
        standing.add(campaign);
        flagMembers(campaign, tickAt);
      }
    },
    list: () => [...flags.values()].flatMap((held) => Object.values(held)),
    findScore: (accountId) => scores.get(accountId),
    findLevel: (accountId) => levelOf(flags.get(accountId)),
    countAlerts: alerts.count,
    campaigns: standing,
  };
}
