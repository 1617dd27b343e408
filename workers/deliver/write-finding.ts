import type { ClaimedDelivery } from '../../services/storage/deliveries.ts';
import { toMessageId } from '../../services/webhooks/message-id.ts';
import { dataOf } from './write-message.ts';

const schemaVersion = '1.4.0';
const category = 2;
const detectionFinding = 2004;

/** Of the class Detection Finding, and of the status of a finding. */
const activities = { create: 1, update: 2, close: 3, other: 99 } as const;
const statuses = { open: 1, resolved: 4, other: 99 } as const;
const severities = { informational: 1, medium: 3, high: 4 } as const;

function activityOf({ type, version }: ClaimedDelivery) {
  if (type === 'target.released') return { activity: activities.close, status: statuses.resolved };
  if (type !== 'target.restricted') return { activity: activities.other, status: statuses.other };
  const activity = version > 1 ? activities.update : activities.create;
  return { activity, status: statuses.open };
}

function severityOf({ type, action }: ClaimedDelivery): number {
  if (type === 'policy.stopped') return severities.high;
  if (type !== 'target.restricted') return severities.informational;
  return action === 'throttle' || action === 'request_verification'
    ? severities.medium
    : severities.high;
}

/** What it is about, in the fields that OCSF has for it. */
function evidencesOf({ scope, value }: ClaimedDelivery): object[] {
  if (scope === null || value === null) return [];
  if (scope === 'account') return [{ user: { uid: value } }];
  return [scope === 'Ip' ? { src_endpoint: { ip: value } } : { data: { scope, value } }];
}

const titles: Readonly<Record<ClaimedDelivery['type'], string>> = {
  'target.restricted': 'Model extraction: restricted at the gateways',
  'target.released': 'Model extraction: no longer restricted',
  'endpoint.ping': 'Test message',
  'policy.stopped': 'A policy spent its budget and is stopped',
  'case.changed': 'A case has changed',
  'cases.changed': 'Cases have changed',
  'cases.overdue': 'Cases are overdue',
  'decision.break_glass': 'A decision was approved by one person alone',
};

/** A Detection Finding of OCSF 1.4.0 (class 2004). All that OCSF has no field for stands under `unmapped`. */
export function writeFinding(message: ClaimedDelivery): object {
  const { type, messageId, caseId, createdAt } = message;
  const { activity, status } = activityOf(message);
  return {
    ...{ category_uid: category, class_uid: detectionFinding, activity_id: activity },
    type_uid: detectionFinding * 100 + activity,
    ...{ time: createdAt.getTime(), severity_id: severityOf(message), status_id: status },
    is_alert: type !== 'endpoint.ping',
    metadata: {
      ...{ version: schemaVersion, uid: toMessageId(messageId) },
      product: { name: 'Stillwatch', vendor_name: 'Stillwatch' },
    },
    finding_info: {
      uid: caseId === null ? toMessageId(messageId) : `case_${caseId}`,
      ...{ title: titles[type], types: ['model_extraction'] },
    },
    evidences: evidencesOf(message),
    unmapped: { stillwatch: { type, ...dataOf(message) } },
  };
}
