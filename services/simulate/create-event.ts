import type { UsageEvent } from '../contracts/usage-event.ts';
import type { Client } from './infrastructure.ts';
import type { Identity } from './identity.ts';
import { modelAt } from './models.ts';
import type { Exchange } from './persona.ts';
import { chance, hex, logNormal, pick, pickSkewed, type Random } from './random.ts';
import type { Moment } from './rhythm.ts';
import { paragraph } from './text/voice.ts';

/** The simulated gateway logs this much of an answer, whatever its length. */
const loggedAnswerCharacters = 480;
const charactersPerToken = 4;

interface SessionTraits {
  readonly session: number;
  readonly sessionId: string;
  readonly client: Client;
  readonly apiKeyId: string;
}

/** Turns what an account asks into usage events, each session from one place with one key. */
export function createEventWriter(
  identity: Identity,
  random: Random,
): (moment: Moment, exchange: Exchange) => UsageEvent {
  let current: SessionTraits | undefined;
  return (moment, exchange) => {
    if (current?.session !== moment.session) current = openSession(identity, moment, random);
    return createEvent({ identity, traits: current, moment, exchange, random });
  };
}

function openSession(identity: Identity, moment: Moment, random: Random): SessionTraits {
  return {
    session: moment.session,
    sessionId: hex(random, 20),
    client: pickSkewed(random, identity.clients),
    apiKeyId: pickSkewed(random, identity.apiKeyIds),
  };
}

function drawStatus(random: Random): number {
  return chance(random, 0.97) ? 200 : pick(random, [429, 429, 400, 500, 503]);
}

function answerOf(exchange: Exchange, outputTokens: number, random: Random): string {
  if (typeof exchange.answer === 'string') return exchange.answer;
  const characters = Math.min(outputTokens * charactersPerToken, loggedAnswerCharacters);
  const text = paragraph(exchange.answer, Math.max(1, Math.round(characters / 90)), random);
  return text.slice(0, characters);
}

function inputTokensOf(exchange: Exchange): number {
  const characters = exchange.messages.reduce((sum, message) => sum + message.content.length, 0);
  return Math.ceil(characters / charactersPerToken) + (exchange.hiddenTokens ?? 0);
}

interface EventParts {
  readonly identity: Identity;
  readonly traits: SessionTraits;
  readonly moment: Moment;
  readonly exchange: Exchange;
  readonly random: Random;
}

function addContent(event: UsageEvent, { identity, exchange, random }: EventParts): void {
  if (!identity.isContentLogged) {
    event.content_state = 'absent';
    return;
  }
  event.messages = exchange.messages;
  if (event.status !== 200) return;
  event.completion = answerOf(exchange, event.usage?.output_tokens ?? 0, random);
}

function createEvent(parts: EventParts): UsageEvent {
  const { identity, traits, moment, exchange, random } = parts;
  const status = drawStatus(random);
  const isShort = typeof exchange.answer === 'string' || exchange.outputTokens < 8;
  const drawn = isShort ? exchange.outputTokens : logNormal(random, exchange.outputTokens, 0.6);
  const outputTokens = status === 200 ? Math.max(1, Math.round(drawn)) : 0;
  const { record } = identity;
  const { client } = traits;
  const event: UsageEvent = {
    event_id: `req_${hex(random, 24)}`,
    occurred_at: new Date(moment.at).toISOString(),
    account_id: record.account_id,
    api_key_id: traits.apiKeyId,
    model: exchange.model ?? modelAt(identity.models, moment.at),
    operation: 'chat',
    status,
    latency_ms: Math.round(logNormal(random, 350 + outputTokens * 14, 0.4)),
    client: {
      ip: client.ip,
      user_agent: client.userAgent,
      asn: client.asn,
      tls_fingerprint: client.tlsFingerprint,
    },
    usage: { input_tokens: inputTokensOf(exchange), output_tokens: outputTokens },
    request: { ...identity.parameters, ...exchange.request },
  };
  if (record.org_id !== undefined) event.org_id = record.org_id;
  if (exchange.endUserId !== undefined) event.end_user_id = exchange.endUserId;
  if (identity.sendsSessions) event.session_id = traits.sessionId;
  addContent(event, parts);
  return event;
}
