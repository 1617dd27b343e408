import { isArmed } from '../../automation/apply-policy.ts';
import type { Policy } from '../../contracts/policy.ts';
import { readAutomationSwitch } from '../../storage/automation-switch.ts';
import { countPolicyOutcomes, readPolicySpending } from '../../storage/policy-outcomes.ts';
import { findPolicyState, type PolicyState } from '../../storage/policy-states.ts';
import type { Pool } from '../../storage/pool.ts';
import { formatTable } from '../format-table.ts';

interface Listing {
  readonly pool: Pool;
  readonly policies: readonly Policy[];
  readonly detectionVersion: string;
}

const unarmed = {
  off: 'off',
  shadow: 'records',
  propose: 'proposes',
  act: 'not armed: proposes',
} as const;

function standOfArmed(policy: Policy, state: PolicyState, detectionVersion: string): string {
  if (policy.mode !== 'act') return unarmed[policy.mode];
  if (!isArmed(state, { policy, detectionVersion }))
    return 'changed since it was armed: proposes; arm it again';
  return state.isForced ? 'acts, armed by FORCE' : 'acts';
}

/** What a policy does now, in words. */
function stand(policy: Policy, state: PolicyState | undefined, detectionVersion: string): string {
  if (policy.mode === 'off' || state === undefined) return unarmed[policy.mode];
  const { state: name, because } = state;
  if (name === 'stopped' || name === 'tripped') return `${name}: ${because ?? ''}`;
  return name === 'armed' ? standOfArmed(policy, state, detectionVersion) : unarmed[policy.mode];
}

/** A line a policy, and one that says whether everything is stopped. */
export async function listPolicies({
  pool,
  policies,
  detectionVersion,
}: Listing): Promise<string[]> {
  const { stoppedBy, stoppedBecause } = await readAutomationSwitch(pool);
  const rows = await Promise.all(
    policies.map(async (policy) => {
      const { id, mode, action, budget } = policy;
      const state = await findPolicyState(pool, id);
      const { accountsInHour } = await readPolicySpending(pool, id);
      const { shadowed = 0, proposed = 0, acted = 0 } = await countPolicyOutcomes(pool, id);
      return [
        ...[id, mode, action, stand(policy, state, detectionVersion)],
        `${String(accountsInHour)}/${String(budget.accounts_per_hour)}`,
        ...[shadowed, proposed, acted],
      ];
    }),
  );
  const head = ['policy', 'mode', 'action', 'now', 'in the hour', 'shadowed', 'proposed', 'acted'];
  const stopped = `EVERYTHING IS STOPPED by ${stoppedBy ?? ''}: ${stoppedBecause ?? ''}. stillwatch policies resume ends it.`;
  return [...(stoppedBy === null ? [] : [stopped]), ...formatTable(head, rows)];
}
