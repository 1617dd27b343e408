import { listAlerts } from './alert-list.ts';
import { findCampaign } from './campaign-list.ts';
import type { ListedCase } from './case-list.ts';
import { listCaseEvents } from './case-events.ts';
import type { PoolClient } from './pool.ts';

const mostAlerts = 500;
const mostEvents = 500;

/** All that a decision on this case rests on, as plain data. It is frozen with the decision and is what an appeal sees. */
export async function gatherEvidence(client: PoolClient, found: ListedCase): Promise<unknown> {
  const { caseId, subjectKind, subjectId, version, level, score, exposure, openedAt } = found;
  const isCampaign = subjectKind === 'campaign';
  const filter = isCampaign ? { campaignId: subjectId } : { accountId: subjectId };
  const alerts = await listAlerts(client, filter, { limit: mostAlerts });
  return {
    case: { caseId, subjectKind, subjectId, version, level, score, exposure, openedAt },
    alerts: alerts.items,
    hasMoreAlerts: alerts.next !== null,
    campaign: isCampaign ? ((await findCampaign(client, subjectId)) ?? null) : null,
    history: await listCaseEvents(client, caseId, mostEvents),
  };
}
