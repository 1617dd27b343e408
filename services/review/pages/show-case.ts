import { randomUUID } from 'node:crypto';
import type { Pool } from 'pg';
import { listActorNames } from '../../storage/actor-names.ts';
import type { ListedAlert } from '../../storage/alert-list.ts';
import { findCampaignHead, type CampaignHead } from '../../storage/campaign-list.ts';
import { countMembersByConfidence, listMembers } from '../../storage/campaign-members.ts';
import { mostBeginHours } from '../../storage/decision-begin.ts';
import { isAllowed, type Caller } from '../permissions.ts';
import { readCase, type CaseView } from '../read-case.ts';
import { draftStatement, isStatementDue } from '../statement-of-reasons.ts';
import { usualDays } from '../work/order.ts';
import { showAlert } from './show-alert.ts';
import { showCarried } from './show-carried.ts';
import { showLink, showMember } from './show-campaign.ts';
import { showActor, showCaseHead, type ActorNames } from './show-case-head.ts';
import { actorsOf, showAction, showDecision } from './show-decision.ts';
import { showHistory } from './show-history.ts';
import { familiesOf, listAbsentCounters, type DetectorTexts } from './show-reasons.ts';
import { showCount } from './format.ts';
import { sayWhyNow } from './why-now.ts';

const shownMembers = 50;
const tiers = [0.95, 0.9, 0.8, 0.7, 0.5, 0];

/** The campaign of a case: its head, its surest members, and how many there are by confidence. */
async function readFleet(pool: Pool, { found }: CaseView) {
  if (found.subjectKind === 'account') return null;
  const [campaign, members, counts] = await Promise.all([
    findCampaignHead(pool, found.subjectId),
    listMembers(pool, found.subjectId, { limit: shownMembers }),
    countMembersByConfidence(pool, found.subjectId, tiers),
  ]);
  if (campaign === undefined) return null;
  return {
    ...showFleet(campaign),
    members: members.items.map(showMember),
    tiers: showTiers(counts),
  };
}

function showFleet({ members, links }: CampaignHead) {
  return {
    count: showCount(members),
    isCut: members > shownMembers,
    links: links.slice(0, 20).map(showLink),
  };
}

/** Only tiers that differ from the one before. */
function showTiers(counts: readonly number[]) {
  return tiers
    .map((least, place) => ({ least, members: counts[place] ?? 0, before: counts[place - 1] ?? 0 }))
    .filter(({ members, before }) => members > before)
    .map(({ least, members }) => ({ least, members: showCount(members) }));
}

function listActions({ found }: CaseView) {
  const own =
    found.subjectKind === 'account'
      ? (['suspend_key', 'suspend_account', 'block_network'] as const)
      : (['suspend_campaign_members', 'block_network'] as const);
  return (['no_action', 'watch', 'request_verification', 'throttle', ...own] as const).map(
    (action) => {
      const days = usualDays[action];
      return { id: action, text: showAction(action), days };
    },
  );
}

function showClaim({ found }: CaseView, caller: Caller, names: ActorNames) {
  const { claimedBy, claimExpiresAt } = found;
  if (claimedBy === null || claimExpiresAt === null) return null;
  return {
    isMine: claimedBy === caller.actor,
    by: showActor(claimedBy, names),
    until: claimExpiresAt.toISOString(),
  };
}

/** The subject's alerts, the strongest one first: it is what the page argues from. */
function ownAlerts({ alerts }: CaseView): ListedAlert[] {
  return alerts.toSorted((left, right) => right.score - left.score);
}

function namedOf({ found, decisions, history }: CaseView): string[] {
  const hands = [found.claimedBy, found.assignedTo].filter((each) => each !== null);
  return [...hands, ...actorsOf(decisions), ...history.map(({ actor }) => actor)];
}

interface CasePageOptions {
  readonly pool: Pool;
  readonly detectorTexts: DetectorTexts;
  /** ms. */
  readonly clock: () => number;
}

/** Everything that the page of a case shows. Throws not_found. */
export async function showCase(options: CasePageOptions, caller: Caller, caseId: string) {
  const { pool, detectorTexts, clock } = options;
  const view = await readCase(pool, caseId);
  const [names, fleet] = await Promise.all([
    listActorNames(pool, namedOf(view)),
    readFleet(pool, view),
  ]);
  const named = new Map(names).set(caller.actor, 'you');
  const now = clock();
  const alerts = ownAlerts(view);
  const [strongest, ...others] = alerts;
  const families = familiesOf(strongest, detectorTexts);
  return {
    case: showCaseHead(view.found, named, now),
    whyNow: sayWhyNow(strongest, detectorTexts, now),
    strongest: strongest === undefined ? null : showAlert(strongest, detectorTexts),
    otherAlerts: others.map((alert) => showAlert(alert, detectorTexts)),
    absentCounters: listAbsentCounters(strongest?.reasons ?? [], detectorTexts),
    fleet,
    decisions: view.decisions.map((each) => ({
      ...showDecision(each, names, isStatementDue(each) ? draftStatement(each, families) : null),
      carried: showCarried(each, view),
    })),
    history: showHistory(view.history, names),
    prior: view.prior.map((each) => showCaseHead(each, names, now)),
    claim: showClaim(view, caller, names),
    isAssignedToMe: view.found.assignedTo === caller.actor,
    isPending: view.found.isPending,
    isSnoozed: view.found.snoozedUntil !== null,
    actions: listActions(view),
    mostBeginHours,
    mayWork: isAllowed(caller.role, 'work_cases'),
    mayApprove: isAllowed(caller.role, 'approve'),
    mayUndoOthers: isAllowed(caller.role, 'undo_others'),
    idempotencyKey: randomUUID(),
  };
}
