import type { ListedAlert } from '../../storage/alert-list.ts';
import { accountUrl, campaignUrl, caseUrl, showCount, showTime, type ShownTime } from './format.ts';
import { showLag, showVisibility } from './show-visibility.ts';
import { showDeclared, showRate } from './show-calibration.ts';
import { showReasons, type DetectorTexts, type ShownReason } from './show-reasons.ts';

interface Subject {
  readonly kind: 'account' | 'campaign';
  readonly id: string;
  readonly url: string;
}

export interface ShownAlert {
  readonly id: string;
  readonly subject: Subject;
  /** The campaign that an account belongs to. */
  readonly campaign: Subject | null;
  readonly level: 'review' | 'act';
  readonly score: string;
  readonly raisedAt: ShownTime;
  readonly firstEventAt: ShownTime;
  readonly lastEventAt: ShownTime;
  readonly requests: string;
  readonly reasons: readonly ShownReason[];
  /** null for an alert of before cases were kept. */
  readonly caseUrl: string | null;
  readonly sampleEventIds: readonly string[];
  /** What it could not see, in sentences; empty when nothing was hidden. */
  readonly limits: readonly string[];
  readonly lag: string | null;
  /** What the score is worth, in sentences. */
  readonly calibration: readonly string[];
}

function accountSubject(id: string): Subject {
  return { kind: 'account', id, url: accountUrl(id) };
}

function campaignSubject(id: string): Subject {
  return { kind: 'campaign', id, url: campaignUrl(id) };
}

function calibrationOf({ clientClass, declaredClient, statedRate }: ListedAlert): string[] {
  if (clientClass === null) return [];
  const said = [showRate(clientClass, statedRate), showDeclared(clientClass, declaredClient)];
  return said.filter((sentence) => sentence !== '');
}

export function showAlert(alert: ListedAlert, texts: DetectorTexts): ShownAlert {
  const { accountId, campaignId } = alert;
  const campaign = campaignId === null ? null : campaignSubject(campaignId);
  return {
    id: alert.alertId,
    subject: accountId === null ? (campaign ?? campaignSubject('')) : accountSubject(accountId),
    campaign: accountId === null ? null : campaign,
    level: alert.level,
    score: alert.score.toFixed(1),
    raisedAt: showTime(alert.raisedAt),
    firstEventAt: showTime(alert.firstEventAt),
    lastEventAt: showTime(alert.lastEventAt),
    requests: showCount(alert.requestsSeen),
    reasons: showReasons(alert.reasons, texts),
    caseUrl: alert.caseId === null ? null : caseUrl(alert.caseId),
    sampleEventIds: alert.sampleEventIds,
    limits: showVisibility(alert),
    lag: showLag(alert.lagSeconds),
    calibration: calibrationOf(alert),
  };
}
