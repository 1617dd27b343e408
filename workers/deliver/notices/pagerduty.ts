import type { ClaimedDelivery } from '../../../services/storage/deliveries.ts';
import type { ApiCall } from '../adapters/adapter.ts';
import { caseUrl, changedCase, describeCase, writeNotice } from './write-notice.ts';

interface Event {
  readonly event_action: 'trigger' | 'acknowledge' | 'resolve';
  readonly dedup_key: string;
  readonly payload?: object;
  readonly links?: readonly object[];
}

/** One incident for a case: open while nobody has it, acknowledged while somebody does, resolved when it is closed. */
function eventOfCase(data: unknown, consoleUrl: string | undefined): Event {
  const found = changedCase.parse(data);
  const key = { dedup_key: `stillwatch-case-${String(found.case_id)}` };
  if (found.status === 'closed') return { event_action: 'resolve', ...key };
  if (found.is_held) return { event_action: 'acknowledge', ...key };
  const url = caseUrl(consoleUrl, found.case_id);
  return {
    ...{ event_action: 'trigger', ...key },
    payload: {
      summary: describeCase(found),
      ...{ source: 'stillwatch', class: found.subject_kind },
      severity: found.level === 'act' ? 'critical' : 'warning',
      custom_details: { score_nats: found.score, requests: found.exposure },
    },
    ...(url === null ? {} : { links: [{ href: url, text: 'The case' }] }),
  };
}

function eventOf(message: ClaimedDelivery, consoleUrl: string | undefined): Event {
  if (message.type === 'case.changed') return eventOfCase(message.data, consoleUrl);
  // The end of an incident that never was: it shows that the key is good, and wakes nobody.
  if (message.type === 'endpoint.ping')
    return { event_action: 'resolve', dedup_key: 'stillwatch-ping' };
  const { title } = writeNotice(message, consoleUrl);
  const about = message.type === 'policy.stopped' ? 'policy' : 'break-glass';
  return {
    ...{ event_action: 'trigger', dedup_key: `stillwatch-${about}-${message.value ?? ''}` },
    payload: { summary: title, source: 'stillwatch', severity: 'critical' },
  };
}

/** An event of PagerDuty's Events API v2. */
export function callPagerDuty(
  message: ClaimedDelivery,
  {
    routingKey,
    consoleUrl,
  }: { readonly routingKey: string; readonly consoleUrl: string | undefined },
): ApiCall {
  const event = eventOf(message, consoleUrl);
  return { method: 'POST', path: '/v2/enqueue', body: { routing_key: routingKey, ...event } };
}
