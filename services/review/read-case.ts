import type { Pool } from 'pg';
import { alertsAbout, listAlerts, type ListedAlert } from '../storage/alert-list.ts';
import {
  countEnforced,
  listCaseDeliveries,
  type CaseDelivery,
} from '../storage/case-deliveries.ts';
import { listCaseEvents, type CaseEvent } from '../storage/case-events.ts';
import { listCasesOfSubject, type ListedCase } from '../storage/case-list.ts';
import { listDecisions } from '../storage/decision-list.ts';
import type { Decision } from '../storage/decisions.ts';
import { getCase } from './work/open-case.ts';

export interface CaseView {
  readonly found: ListedCase;
  readonly alerts: readonly ListedAlert[];
  readonly decisions: readonly Decision[];
  readonly history: readonly CaseEvent[];
  readonly deliveries: readonly CaseDelivery[];
  /** Targets that each decision restricts now, by its id. */
  readonly enforced: ReadonlyMap<string, number>;
  /** Other cases of the same subject. */
  readonly prior: readonly ListedCase[];
}

const shownAlerts = 100;
const shownDecisions = 100;
const shownEvents = 200;

/** All that is shown of a case. Throws not_found. */
export async function readCase(pool: Pool, caseId: string): Promise<CaseView> {
  const found = await getCase(pool, caseId);
  const [alerts, decisions, history, cases, deliveries] = await Promise.all([
    listAlerts(pool, alertsAbout(found.subjectKind, found.subjectId), { limit: shownAlerts }),
    listDecisions(pool, { caseId }, { limit: shownDecisions }),
    listCaseEvents(pool, caseId, shownEvents),
    listCasesOfSubject(pool, found),
    listCaseDeliveries(pool, caseId),
  ]);
  const enforced = await countEnforced(
    pool,
    decisions.items.map(({ decisionId }) => decisionId),
  );
  const prior = cases.filter((each) => each.caseId !== caseId);
  const shown = { alerts: alerts.items, decisions: decisions.items, history, prior };
  return { found, ...shown, deliveries, enforced };
}
