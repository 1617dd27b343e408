import type { Appeal } from '../../storage/appeals.ts';
import { accountUrl, caseUrl, showSpan, showTime } from './format.ts';
import { showActor, type ActorNames } from './show-case-head.ts';

function showRuling({ ruling }: Appeal, names: ActorNames) {
  if (ruling === null) return null;
  return {
    isOverturned: ruling.verdict === 'overturned',
    reason: ruling.reason,
    by: showActor(ruling.ruledBy, names),
    at: showTime(new Date(ruling.ruledAt)),
  };
}

/** An appeal in words. `now` in ms. */
export function showAppeal(appeal: Appeal, names: ActorNames, now: number) {
  const left = appeal.dueAt.getTime() - now;
  return {
    id: appeal.appealId,
    url: `/appeals/${appeal.appealId}`,
    account: { id: appeal.accountId, url: accountUrl(appeal.accountId) },
    caseUrl: caseUrl(appeal.caseId),
    statement: appeal.statement,
    filedAt: showTime(appeal.filedAt),
    filedBy: showActor(appeal.filedBy, names),
    due: {
      ...showTime(appeal.dueAt),
      span: showSpan(left),
      isOver: left < 0 && appeal.ruling === null,
    },
    ruling: showRuling(appeal, names),
  };
}
