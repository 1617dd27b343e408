import type { Policy } from '../../services/contracts/policy.ts';
import { applyPolicy, type Applied } from '../../services/automation/apply-policy.ts';
import { readTraffic, type Traffic } from '../../services/automation/read-traffic.ts';
import type { Logger } from '../../services/logger.ts';
import { listUnseenMatches } from '../../services/storage/policy-alerts.ts';
import { ensurePolicyState } from '../../services/storage/policy-states.ts';
import type { Pool } from '../../services/storage/pool.ts';
import { runRounds } from '../run-rounds.ts';

export interface AutomateDependencies {
  readonly pool: Pool;
  readonly log: Logger;
  readonly policies: readonly Policy[];
  readonly detectionVersion: string;
  readonly clock: () => number;
  readonly counters: Record<Applied, number>;
  /** Says that work is being done. */
  readonly report: (isAlive: boolean) => Promise<unknown>;
}

const roundMs = 500;
const trafficMs = 600_000;
const perRound = 100;
// A transaction that stores alerts is over in seconds; whatever has changed since then was looked at.
const overlapMs = 900_000;

/** How much there is, counted at most every ten minutes: a share need not be truer. */
function createTrafficReader({ pool, clock }: AutomateDependencies): () => Promise<Traffic> {
  let known: { readonly at: number; readonly traffic: Traffic } | undefined;
  return async () => {
    const now = clock();
    if (known === undefined || now - known.at > trafficMs || known.traffic.accounts === 0)
      known = { at: now, traffic: await readTraffic(pool) };
    return known.traffic;
  };
}

type RunPolicy = (policy: Policy, isClosing: () => boolean) => Promise<void>;

/** Takes what a policy has not looked at through it, until there is nothing, or it is stopped. */
function createPolicyRun(deps: AutomateDependencies): RunPolicy {
  const { pool, log, detectionVersion, counters } = deps;
  const traffic = createTrafficReader(deps);
  /** Up to when a policy has looked at everything, by its id. */
  const looked = new Map<string, number>();
  return async (policy, isClosing) => {
    const now = deps.clock();
    const { watchesSince: since } = await ensurePolicyState(pool, policy.id);
    const changedSince = new Date((looked.get(policy.id) ?? 0) - overlapMs);
    const wanted = { match: policy.match, since, changedSince, limit: perRound };
    const alerts = await listUnseenMatches(pool, policy.id, wanted);
    for (const alert of alerts) {
      if (isClosing()) return;
      const context = { policy, detectionVersion, traffic: await traffic() };
      const applied = await applyPolicy(pool, context, alert);
      counters[applied] += 1;
      const told = { policy: policy.id, caseId: alert.caseId };
      if (applied === 'tripped') log.error(told, 'a policy spent its budget and is stopped');
      if (applied === 'acted') log.info(told, 'a policy acted');
      if (applied === 'tripped' || applied === 'halted') return;
    }
    if (alerts.length < perRound) looked.set(policy.id, now);
  };
}

/** Looks at what every policy is about until it is closed. Several may run: each alert has one outcome. */
export function runPolicies(deps: AutomateDependencies): { close(): Promise<void> } {
  const { log, report } = deps;
  const active = deps.policies.filter(({ mode }) => mode !== 'off');
  const runPolicy = createPolicyRun(deps);
  return runRounds({
    round: async (isClosing) => {
      await report(true);
      for (const policy of active) await runPolicy(policy, isClosing);
    },
    restMs: roundMs,
    onFailure: (err) => {
      log.error({ err }, 'a round of the policies failed; the next one goes on');
    },
    end: () => report(false),
  });
}
