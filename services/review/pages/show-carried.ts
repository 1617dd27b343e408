import type { CaseDelivery } from '../../storage/case-deliveries.ts';
import type { Decision } from '../../storage/decisions.ts';
import { endpointName } from '../to-api-case.ts';
import { showCount, showTime } from './format.ts';

interface Carried {
  readonly deliveries: readonly CaseDelivery[];
  /** Targets that each decision restricts now, by its id. */
  readonly enforced: ReadonlyMap<string, number>;
}

function tellOf(told: CaseDelivery) {
  const { delivered, queued, dead, refused, superseded, nextAttemptAt, lastError } = told;
  const why = lastError === null ? '' : ` (${lastError.replaceAll('_', ' ')})`;
  const next =
    nextAttemptAt === null ? '' : `, the next attempt at ${showTime(nextAttemptAt).text}`;
  return [
    ...(delivered > 0 ? [`${showCount(delivered)} delivered`] : []),
    ...(queued > 0 ? [`${showCount(queued)} waiting${next}${dead + refused > 0 ? '' : why}`] : []),
    ...(dead > 0 ? [`${showCount(dead)} given up${why}`] : []),
    ...(refused > 0 ? [`${showCount(refused)} cannot be done there${why}`] : []),
    ...(superseded > 0 ? [`${showCount(superseded)} replaced by newer ones`] : []),
  ].join(', ');
}

const standOf = ({ dead, refused, queued }: CaseDelivery) =>
  dead + refused > 0 ? 'dead' : queued > 0 ? 'waiting' : 'well';

function showFeed({ state, action }: Decision, targets: number): string | null {
  if (action === 'undo' || action === 'no_action' || action === 'watch') return null;
  if (targets === 0) return state === 'in_force' ? 'the feed does not carry it' : null;
  return `the feed carries it: ${showCount(targets)} ${targets === 1 ? 'target' : 'targets'}`;
}

/** How far a decision has come: in the feed that gateways follow, and at each endpoint that is told. */
export function showCarried(decision: Decision, { deliveries, enforced }: Carried) {
  const { decisionId } = decision;
  return {
    feed: showFeed(decision, enforced.get(decisionId) ?? 0),
    told: deliveries
      .filter((each) => each.decisionId === decisionId)
      .map((each) => ({
        endpoint: endpointName(each),
        isEnd: each.type === 'target.released',
        text: tellOf(each),
        stand: standOf(each),
      })),
  };
}
