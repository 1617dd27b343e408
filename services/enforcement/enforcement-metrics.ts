import { Counter, Gauge, type Registry } from 'prom-client';
import type { FollowedDecisions } from './follow-decisions.ts';
import type { Verdict } from './judge-call.ts';

export interface EnforcementMetrics {
  readonly count: (decision: Verdict['decision']) => void;
}

export function createEnforcementMetrics(
  registry: Registry,
  decisions: FollowedDecisions,
): EnforcementMetrics {
  const registers = [registry];
  new Gauge({
    name: 'stillwatch_enforcement_age_seconds',
    help: 'Seconds since what is in force was last read; NaN while it never was.',
    registers,
    collect() {
      const ageMs = decisions.ageMs();
      this.set(Number.isFinite(ageMs) ? ageMs / 1_000 : NaN);
    },
  });
  new Gauge({
    name: 'stillwatch_enforced_targets',
    help: 'Accounts, keys and addresses that are restricted.',
    registers,
    collect() {
      this.set(decisions.set()?.size() ?? 0);
    },
  });
  const checks = new Counter({
    name: 'stillwatch_authz_checks_total',
    help: 'Authorisation checks by their outcome.',
    labelNames: ['decision'] as const,
    registers,
  });
  // Looked up once: with its labels to be checked, counting would be a fifth of a check.
  const counters = {
    allow: checks.labels('allow'),
    throttle: checks.labels('throttle'),
    challenge: checks.labels('challenge'),
    deny: checks.labels('deny'),
  };
  return {
    count: (decision) => {
      counters[decision].inc();
    },
  };
}
