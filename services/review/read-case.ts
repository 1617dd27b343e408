import type { Pool } from 'pg';
import { alertsAbout, listAlerts, type ListedAlert } from '../storage/alert-list.ts';
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
  /** Other cases of the same subject. */
  readonly prior: readonly ListedCase[];
}

const shownAlerts = 100;
const shownDecisions = 100;
const shownEvents = 200;

/** All that is shown of a case. Throws not_found. */
export async function readCase(pool: Pool, caseId: string): Promise<CaseView> {
  const found = await getCase(pool, caseId);
  const [alerts, decisions, history, cases] = await Promise.all([
    listAlerts(pool, alertsAbout(found.subjectKind, found.subjectId), { limit: shownAlerts }),
    listDecisions(pool, { caseId }, { limit: shownDecisions }),
    listCaseEvents(pool, caseId, shownEvents),
    listCasesOfSubject(pool, found),
  ]);
  const prior = cases.filter((each) => each.caseId !== caseId);
  return { found, alerts: alerts.items, decisions: decisions.items, history, prior };
}
