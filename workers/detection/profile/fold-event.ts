import type { Message, UsageEvent } from '../../../services/contracts/usage-event.ts';
import { addToBottomK } from '../sketches/bottom-k.ts';
import { addCell } from '../sketches/coverage.ts';
import { combine32, hashString32 } from '../sketches/hash.ts';
import { addToBin, addValue } from '../sketches/histogram.ts';
import { addHash } from '../sketches/hyper-log-log.ts';
import { addKey } from '../sketches/space-saving.ts';
import { readText, type TextReading } from '../text/read-text.ts';
import { countVisibility } from './count-visibility.ts';
import { addSize } from './moments.ts';
import { networkOf } from './network-of.ts';
import { gapSpec, type Profile } from './profile.ts';
import { addToTemplate } from './templates.ts';

/** Event times outside [reference - 30 days, reference + 24 hours] are counted and kept out of everything else. */
const oldestMs = 30 * 86_400_000;
const newestMs = 86_400_000;

/** Whether an event time (ms) may enter windows, given the reference time (ms) of its intake. */
export function isInWindow(occurredAt: number, referenceAt: number): boolean {
  return occurredAt >= referenceAt - oldestMs && occurredAt <= referenceAt + newestMs;
}

/** Adds one usage event, which happened at `occurredAt` (ms), to its account's profile. */
export function foldEvent(profile: Profile, event: UsageEvent, occurredAt: number): void {
  const { counters } = profile;
  counters.requests++;
  foldTime(profile, occurredAt);
  foldClient(profile, event);
  foldParameters(profile, event);
  if ((event.status ?? 200) >= 400) counters.failed++;
  const outputTokens = event.usage?.output_tokens ?? 0;
  addSize(profile.moments.input, event.usage?.input_tokens ?? 0);
  addToBottomK(profile.samples, hashString32(event.event_id), event.event_id);
  foldContent(profile, event, outputTokens);
  countVisibility(profile, event);
}

function foldTime(profile: Profile, occurredAt: number): void {
  if (profile.lastAt !== 0) {
    addValue(profile.gaps, Math.abs(occurredAt - profile.lastAt) / 1000, gapSpec);
  }
  if (profile.firstAt === 0 || occurredAt < profile.firstAt) profile.firstAt = occurredAt;
  if (occurredAt > profile.lastAt) profile.lastAt = occurredAt;
  addToBin(profile.hours, Math.floor(occurredAt / 3_600_000) % 24);
}

function foldClient(profile: Profile, event: UsageEvent): void {
  const { distinct, heavy, counters } = profile;
  addKey(heavy.model, hashString32(event.model));
  if (event.end_user_id !== undefined) {
    counters.withEndUser++;
    addHash(distinct.endUsers, hashString32(event.end_user_id));
  }
  if (event.session_id !== undefined) addHash(distinct.sessions, hashString32(event.session_id));
  const { client } = event;
  if (client === undefined) return;
  if (client.user_agent !== undefined)
    addHash(distinct.userAgents, hashString32(client.user_agent));
  if (client.tls_fingerprint !== undefined) {
    addKey(heavy.fingerprint, hashString32(client.tls_fingerprint));
  }
  if (client.ip === undefined) return;
  const network = hashString32(networkOf(client.ip));
  addHash(distinct.networks, network);
  addKey(heavy.network, network);
}

function foldParameters(profile: Profile, event: UsageEvent): void {
  const { counters, heavy, distinct } = profile;
  const request = event.request;
  if (request === undefined) return;
  const vector = `${String(request.temperature)}|${String(request.top_p)}|${String(request.max_output_tokens)}|${String(request.stream)}`;
  addKey(heavy.parameters, hashString32(vector));
  if (request.max_output_tokens === 1) counters.singleToken++;
  if (request.logprobs === true || (request.top_logprobs ?? 0) > 0) counters.logprobs++;
  if (request.logit_bias === undefined) return;
  counters.biased++;
  for (const token of Object.keys(request.logit_bias))
    addHash(distinct.biasedTokens, hashString32(token));
}

function foldContent(profile: Profile, event: UsageEvent, outputTokens: number): void {
  const messages = event.messages ?? [];
  if (
    messages.length === 0 ||
    event.content_state === 'redacted' ||
    event.content_state === 'absent'
  ) {
    profile.counters.unreadable++;
    return;
  }
  const system = foldSystemPrompt(profile, messages);
  const request = messages.findLast((message) => message.role === 'user');
  const isContinued = messages.some(({ role }) => role === 'assistant' || role === 'tool');
  if (isContinued) foldContinuation(profile, messages);
  else if (request !== undefined)
    foldOpener(profile, readText(request.content), { system, outputTokens });
}

function foldSystemPrompt(profile: Profile, messages: readonly Message[]): number {
  const first = messages[0];
  if (first?.role !== 'system') return 0;
  const system = hashString32(first.content);
  profile.counters.withSystemPrompt++;
  addHash(profile.distinct.systemPrompts, system);
  addKey(profile.heavy.system, system);
  return system;
}

function foldContinuation(profile: Profile, messages: readonly Message[]): void {
  const { counters, distinct, moments } = profile;
  const last = messages.at(-1);
  if (last?.role !== 'tool') {
    counters.followUps++;
    return;
  }
  counters.toolTurns++;
  counters.toolResults++;
  // Numbers masked: a stub that counts up is one result.
  const result = readText(last.content);
  addHash(
    distinct.toolResults,
    result.words.subarray(0, result.wordCount).reduce(combine32, result.tokens),
  );
  addSize(moments.toolResult, last.content.length);
}

interface OpenerFacts {
  readonly system: number;
  readonly outputTokens: number;
}

function foldOpener(
  profile: Profile,
  text: TextReading,
  { system, outputTokens }: OpenerFacts,
): void {
  const { counters, coverage, distinct, moments } = profile;
  counters.openers++;
  if (text.hasLineBreak) counters.lineBreaks++;
  if (text.hasDigit) counters.numbers++;
  if (isQuestionMark(text.endsWithMark)) counters.questions++;
  addHash(distinct.prompts, text.exact);
  addToBottomK(profile.items, text.exact, '');
  for (let index = 0; index < text.wordCount; index++)
    addCell(coverage.words, text.words[index] ?? 0);
  addSize(moments.text, text.length);
  addSize(moments.output, outputTokens);
  addToTemplate(profile, text, { system, outputTokens });
}

/** The question marks of Latin, Greek, Arabic, Armenian, Ethiopic and full-width scripts. */
function isQuestionMark(unit: number): boolean {
  return [0x3f, 0x37e, 0x61f, 0x55e, 0x1367, 0xff1f].includes(unit);
}
