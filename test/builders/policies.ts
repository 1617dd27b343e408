import { policy, type Policy } from '../../services/contracts/policy.ts';

/** A policy that suspends whoever was raised to act by one detector, with room for 3 accounts an hour. */
export function policyOf(given: Partial<Policy> = {}): Policy {
  return policy.parse({
    ...{ id: 'suspend-harvest', mode: 'act', action: 'suspend_account', hours: 24 },
    match: { level: 'act', detectors: ['template-reuse'], client_classes: ['product'] },
    ...{ policy_clause: 'terms 4.2', reason: 'harvests along a template', least_precision: 0.8 },
    budget: { accounts_per_hour: 3, share_of_accounts: 1, share_of_requests: 1 },
    ...given,
  });
}
