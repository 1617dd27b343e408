import type { Pool } from 'pg';
import { AppError } from '../../errors.ts';
import {
  listDeliveries,
  type DeliveryState,
  type LoggedDelivery,
} from '../../storage/delivery-log.ts';
import { listEndpointsWithState, type ListedEndpoint } from '../../storage/endpoint-list.ts';
import { isRowId } from '../../storage/row-id.ts';
import { readReach } from '../../webhooks/endpoint-kinds.ts';
import { toMessageId } from '../../webhooks/message-id.ts';
import { endpointName } from '../to-api-case.ts';
import { showCount, showTime } from './format.ts';

const shownDeliveries = 50;

const showOptionalTime = (at: Date | null) => (at === null ? null : showTime(at));
const plain = (code: string | null) => code?.replaceAll('_', ' ') ?? null;

function standOf({ disabledAt, dead, refused, lastError }: ListedEndpoint) {
  if (disabledAt !== null) return { stand: 'off', standText: 'off' };
  if (lastError !== null) return { stand: 'failing', standText: 'does not take what it is sent' };
  if (dead > 0) return { stand: 'failing', standText: 'missed messages' };
  return refused > 0
    ? { stand: 'failing', standText: 'could not do all' }
    : { stand: 'well', standText: 'on' };
}

function showEndpointRow(found: ListedEndpoint) {
  return {
    url: `/endpoints/${found.endpointId}`,
    id: found.endpointId,
    name: endpointName(found),
    address: found.url,
    kind: found.kind,
    format: found.format,
    can: readReach(found),
    ...standOf(found),
    offBecause: found.disabledBecause,
    queued: showCount(found.queued),
    queuedSince: showOptionalTime(found.queuedSince),
    dead: showCount(found.dead),
    refused: showCount(found.refused),
    hasDead: found.dead > 0,
    lastDeliveredAt: showOptionalTime(found.lastDeliveredAt),
    lastError: plain(found.lastError),
    rotatedUntil:
      found.rotatedUntil !== null && found.rotatedUntil > new Date()
        ? showTime(found.rotatedUntil)
        : null,
  };
}

/** Every endpoint and how it fares. */
export async function showEndpoints(pool: Pool) {
  return { endpoints: (await listEndpointsWithState(pool)).map(showEndpointRow) };
}

const outcomes: Readonly<Record<DeliveryState, string>> = {
  queued: 'waiting',
  delivered: 'delivered',
  superseded: 'replaced by a newer one',
  dead: 'given up',
  refused: 'cannot be done there',
};

function showDelivery(sent: LoggedDelivery) {
  const target = sent.scope === null ? sent.value : `${sent.scope} ${sent.value ?? ''}`;
  return {
    id: toMessageId(sent.messageId),
    type: sent.type,
    target: target ?? '',
    decisionId: sent.decisionId,
    createdAt: showTime(sent.createdAt),
    state: sent.state,
    stateText: outcomes[sent.state],
    attempts: showCount(sent.attempts),
    next: sent.state === 'queued' ? showTime(sent.nextAttemptAt) : null,
    last: showOptionalTime(sent.lastAttemptAt),
    answer: [sent.lastStatus, plain(sent.lastError)].filter((part) => part !== null).join(', '),
    mayReplay: sent.state !== 'queued' && sent.state !== 'superseded',
  };
}

export interface DeliveryView {
  readonly endpointId: string;
  readonly state?: DeliveryState | undefined;
  readonly after?: string | undefined;
}

/** One endpoint with what it was sent, the newest first. Throws not_found. */
export async function showEndpoint(pool: Pool, { endpointId, state, after }: DeliveryView) {
  const [found] = isRowId(endpointId) ? await listEndpointsWithState(pool, endpointId) : [];
  if (found === undefined) throw new AppError('not_found', 'There is no such endpoint.');
  const page = await listDeliveries(pool, endpointId, { state, after, limit: shownDeliveries });
  const filter = state === undefined ? '' : `state=${state}&`;
  return {
    endpoint: showEndpointRow(found),
    deliveries: page.items.map(showDelivery),
    chosen: state ?? null,
    next: page.next === null ? null : `/endpoints/${endpointId}?${filter}cursor=${page.next}`,
  };
}
