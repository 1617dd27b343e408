import { createCorrelationFeed } from '../../services/cli/backtest/correlation-feed.ts';
import { createFlagBook, type FlagBook } from '../../services/cli/backtest/flag-book.ts';
import { countBefore } from '../../services/cli/backtest/request-times.ts';
import { createCorrelator } from '../../workers/detection/campaigns/create-correlator.ts';
import type { Detection } from '../../workers/detection/scoring/settings.ts';
import { createAttack, type AttackTraffic } from './attack-traffic.ts';
import { runPartition, type Background } from './background.ts';
import type { AttackPlan } from './plan.ts';

/** Means over the attackers that tried the plan. */
export interface Trial {
  readonly plan: AttackPlan;
  readonly flaggedAccounts: number;
  /** Requests sent before the account that sent them was flagged. */
  readonly requests: number;
  /** Answers to different tasks that he got before that. */
  readonly harvested: number;
  /** From his first to his last request that counts, in days. */
  readonly days: number;
}

function judge(traffic: AttackTraffic, background: Background, detection: Detection): FlagBook {
  const book = createFlagBook();
  const feed = createCorrelationFeed({
    correlator: createCorrelator(detection),
    shards: 2,
    onClosed: book.addCampaigns,
  });
  [background.steps, runPartition(traffic, detection).steps].forEach((steps, shard) => {
    for (const { findings, digests, watermarkAt } of steps) {
      book.addFindings(findings);
      feed.add(shard, digests, watermarkAt);
    }
  });
  feed.end();
  return book;
}

interface TryOptions {
  readonly background: Background;
  readonly detection: Detection;
  readonly wanted: number;
  /** One attacker each: with other tasks, words and hours. */
  readonly seeds: readonly number[];
}

function playOne(plan: AttackPlan, seed: number, options: TryOptions): Omit<Trial, 'plan'> {
  const { background, detection, wanted } = options;
  const traffic = createAttack(plan, { wanted, seed, world: background.world });
  const book = judge(traffic, background, detection);
  const flaggedAt = new Map(
    book
      .list()
      .filter(({ level, accountId }) => level === 'review' && traffic.harvest.has(accountId))
      .map(({ accountId, raisedAt }) => [accountId, raisedAt]),
  );
  const limitOf = (accountId: string) => flaggedAt.get(accountId) ?? Infinity;
  const sent = traffic.events
    .map(({ account_id, occurred_at }) => ({ account_id, at: Date.parse(occurred_at) }))
    .filter(({ account_id, at }) => at < limitOf(account_id));
  const harvested = [...traffic.harvest].map(([id, times]) => countBefore(times, limitOf(id)));
  return {
    flaggedAccounts: flaggedAt.size,
    requests: sent.length,
    harvested: Math.min(
      wanted,
      harvested.reduce((sum, count) => sum + count, 0),
    ),
    days: ((sent.at(-1)?.at ?? 0) - (sent[0]?.at ?? 0)) / 86_400_000,
  };
}

/** Plays a plan inside the honest traffic; an account is lost to him the moment it reaches the review level. */
export function tryPlan(plan: AttackPlan, options: TryOptions): Trial {
  const played = options.seeds.map((seed) => playOne(plan, seed, options));
  const mean = (field: keyof Omit<Trial, 'plan'>) =>
    played.reduce((sum, one) => sum + one[field], 0) / played.length;
  return {
    plan,
    flaggedAccounts: mean('flaggedAccounts'),
    requests: mean('requests'),
    harvested: mean('harvested'),
    days: mean('days'),
  };
}
