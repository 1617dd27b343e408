import type { Policy } from '../contracts/policy.ts';
import { proportion, type Proportion } from '../statistics/proportion.ts';
import {
  countProvenCases,
  listMatchedAccounts,
  type PreviewedAccount,
} from '../storage/policy-alerts.ts';
import type { Pool, PoolClient } from '../storage/pool.ts';
import type { Traffic } from './read-traffic.ts';

const previewDays = 30;
const mostShown = 50;
const dayMs = 86_400_000;

export interface PolicyEvidence {
  /** Of the cases that it is about and that people closed, those in which they restricted the account, for good. */
  readonly precision: Proportion;
  readonly isEnough: boolean;
}

/**
 * Whether a policy would have been right: by the cases that people closed, and by the lower end of the exact 95 %
 * interval of Clopper and Pearson.
 */
export async function readPolicyEvidence(
  client: Pool | PoolClient,
  { match, least_precision: bar }: Policy,
): Promise<PolicyEvidence> {
  const { right, closed } = await countProvenCases(client, match);
  const precision = proportion(right, closed);
  return { precision, isEnough: precision.low > bar };
}

export interface PolicyPreview {
  readonly days: number;
  /** On which it would have acted without asking anybody. */
  readonly accounts: number;
  /** Left to a person, by why. */
  readonly exempt: Readonly<Record<string, number>>;
  readonly byClass: Readonly<Record<string, number>>;
  readonly shareOfAccounts: number;
  readonly shareOfRequests: number;
  /** The customers with most requests first, 50 at most; those that are left to a person stand among them. */
  readonly largest: readonly PreviewedAccount[];
}

function countBy(
  accounts: readonly PreviewedAccount[],
  keyOf: (account: PreviewedAccount) => string | null,
): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const key of accounts.map(keyOf)) if (key !== null) counts[key] = (counts[key] ?? 0) + 1;
  return counts;
}

/** Whom a policy would have hit in the last 30 days. */
export async function previewPolicy(
  client: Pool | PoolClient,
  { match }: Policy,
  traffic: Traffic,
): Promise<PolicyPreview> {
  const since = new Date(Date.now() - previewDays * dayMs);
  const matched = await listMatchedAccounts(client, match, since);
  const hit = matched.filter(({ exempt }) => exempt === null);
  const requests = hit.reduce((sum, account) => sum + account.requests, 0);
  return {
    days: previewDays,
    accounts: hit.length,
    exempt: countBy(matched, ({ exempt }) => exempt),
    byClass: countBy(hit, ({ clientClass }) => clientClass),
    shareOfAccounts: hit.length / Math.max(1, traffic.accounts),
    shareOfRequests: requests / Math.max(1, traffic.requests),
    largest: matched.slice(0, mostShown),
  };
}
