import type { Detection } from '../scoring/settings.ts';
import { rankOf } from '../scoring/levels-of.ts';
import type { CorrelatorState } from './correlator.ts';
import { isWorthJudging, judgeAccount, type AccountVerdict } from './judge-account.ts';
import { markFactsOf } from './mark-facts.ts';
import type { Population } from './population.ts';

/** Judges accounts among their neighbours, and remembers which levels they were raised to. */
export interface AccountJudge {
  restore(raised: CorrelatorState['raised']): void;
  judge(accountId: string, tickAt: number): AccountVerdict | undefined;
}

interface Dependencies {
  readonly population: Population;
  readonly detection: Detection;
}

export function createAccountJudge({ population, detection }: Dependencies): AccountJudge {
  const { accounts, words } = population;
  const sources = { ...population, indicators: detection.indicators };
  const raised = new Map<string, number>();
  const note = (accountId: string, rank: number): void => {
    raised.set(accountId, Math.max(rank, raised.get(accountId) ?? 0));
  };
  return {
    restore: (before) => {
      for (const { accountId, level } of before) note(accountId, rankOf(level));
    },
    judge: (accountId, tickAt) => {
      const account = accounts.get(accountId);
      if (account === undefined) return undefined;
      const marks = markFactsOf(sources, {
        accountIds: [accountId],
        traits: account.traits,
        at: tickAt,
      });
      if (!isWorthJudging(account, marks, detection)) return undefined;
      const raisedLevel = raised.get(accountId) ?? 0;
      const verdict = judgeAccount(account, { words, detection }, { tickAt, raisedLevel, marks });
      for (const { level } of verdict.findings) note(accountId, rankOf(level));
      return verdict;
    },
  };
}
