import type { Policy } from '../contracts/policy.ts';
import type { PolicySpending } from '../storage/policy-outcomes.ts';
import type { Traffic } from './read-traffic.ts';

const percent = (share: number) => `${(share * 100).toFixed(2)} %`;

interface Next {
  readonly spent: PolicySpending;
  /** Requests of the account that would be next. */
  readonly requests: number;
  readonly traffic: Traffic;
}

/** What acting on one more account would exceed, in words; null when there is room for it. */
export function findExceeded(
  { budget }: Pick<Policy, 'budget'>,
  { spent, requests, traffic }: Next,
): string | null {
  if (spent.accountsInHour + 1 > budget.accounts_per_hour)
    return `more than ${String(budget.accounts_per_hour)} accounts within an hour`;
  const ofAccounts = (spent.accountsInDay + 1) / traffic.accounts;
  if (ofAccounts > budget.share_of_accounts)
    return `${percent(ofAccounts)} of all accounts within a day, above ${percent(budget.share_of_accounts)}`;
  const ofRequests = (spent.requestsInDay + requests) / traffic.requests;
  if (ofRequests > budget.share_of_requests)
    return `${percent(ofRequests)} of all requests within a day, above ${percent(budget.share_of_requests)}`;
  return null;
}
