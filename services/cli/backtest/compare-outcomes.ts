import type { Label } from './labels.ts';
import type { FindingLine } from './outcome.ts';
import { proportion, type Proportion } from '../../statistics/proportion.ts';

/** Accounts at the review level or above, members of campaigns included. */
export interface FlaggedBy {
  readonly both: number;
  readonly live_alone: number;
  readonly challenger_alone: number;
}

export interface FlagQuality {
  readonly precision: Proportion;
  readonly recall: Proportion;
  readonly false_positive_rate: Proportion;
}

export interface Comparison {
  readonly flagged_by: FlaggedBy;
  readonly flagged_act_by: FlaggedBy;
  /** Without labels these are absent. Ambiguous accounts are left out of them. */
  readonly flagged_by_label?: Readonly<Record<'extraction' | 'benign', FlaggedBy>>;
  readonly quality?: Readonly<Record<'live' | 'challenger', FlagQuality>>;
}

interface Judged {
  readonly findings: readonly FindingLine[];
}

function flaggedAt({ findings }: Judged, wanted: FindingLine['level']): Set<string> {
  return new Set(
    findings.filter(({ level }) => level === wanted).map(({ account_id }) => account_id),
  );
}

function countBy(live: ReadonlySet<string>, challenger: ReadonlySet<string>): FlaggedBy {
  const both = [...live].filter((accountId) => challenger.has(accountId)).length;
  return { both, live_alone: live.size - both, challenger_alone: challenger.size - both };
}

function among(flagged: ReadonlySet<string>, accountIds: readonly string[]): Set<string> {
  return new Set(accountIds.filter((accountId) => flagged.has(accountId)));
}

interface LabelledAccounts {
  readonly extraction: readonly string[];
  readonly benign: readonly string[];
}

function qualityOf(
  flagged: ReadonlySet<string>,
  { extraction, benign }: LabelledAccounts,
): FlagQuality {
  const found = among(flagged, extraction).size;
  const wronged = among(flagged, benign).size;
  return {
    precision: proportion(found, found + wronged),
    recall: proportion(found, extraction.length),
    false_positive_rate: proportion(wronged, benign.length),
  };
}

/** Two runs over the same log, each with settings of its own, against each other and, where given, the labels. */
export function compareOutcomes(
  live: Judged,
  challenger: Judged,
  labels?: readonly Label[],
): Comparison {
  const [one, other] = [flaggedAt(live, 'review'), flaggedAt(challenger, 'review')];
  const comparison = {
    flagged_by: countBy(one, other),
    flagged_act_by: countBy(flaggedAt(live, 'act'), flaggedAt(challenger, 'act')),
  };
  if (labels === undefined) return comparison;
  const labelled = (wanted: Label['label']) =>
    labels.filter(({ label }) => label === wanted).map(({ account_id }) => account_id);
  const accounts = { extraction: labelled('extraction'), benign: labelled('benign') };
  const countAmong = (ids: readonly string[]) => countBy(among(one, ids), among(other, ids));
  return {
    ...comparison,
    flagged_by_label: {
      extraction: countAmong(accounts.extraction),
      benign: countAmong(accounts.benign),
    },
    quality: { live: qualityOf(one, accounts), challenger: qualityOf(other, accounts) },
  };
}
