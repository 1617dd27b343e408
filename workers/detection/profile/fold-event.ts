import type { UsageEvent } from '../../../services/contracts/usage-event.ts';
import { addToBottomK } from '../sketches/bottom-k.ts';
import { hashString32, mix32 } from '../sketches/hash.ts';
import { addToBin, addValue } from '../sketches/histogram.ts';
import { addHash } from '../sketches/hyper-log-log.ts';
import { addKey } from '../sketches/space-saving.ts';
import { countVisibility } from './count-visibility.ts';
import { foldContent } from './fold-content.ts';
import { foldLimit } from './fold-limit.ts';
import { addModelUse } from './model-use.ts';
import { addSize } from './moments.ts';
import { networkOf } from './network-of.ts';
import { gapSpec, slotMs, type Profile } from './profile.ts';

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
  foldLimit(profile, event);
  addModelUse(profile.models, hashString32(event.model), {
    occurredAt,
    before: counters.requests - 1,
  });
  if ((event.status ?? 200) >= 400) counters.failed++;
  addSize(profile.moments.input, event.usage?.input_tokens ?? 0);
  addToBottomK(profile.samples, hashString32(event.event_id), event.event_id);
  foldContent(profile, event);
  countVisibility(profile, event);
}

function foldTime(profile: Profile, occurredAt: number): void {
  if (profile.lastAt !== 0) {
    addValue(profile.gaps, Math.abs(occurredAt - profile.lastAt) / 1000, gapSpec);
  }
  if (profile.firstAt === 0 || occurredAt < profile.firstAt) profile.firstAt = occurredAt;
  if (occurredAt > profile.lastAt) profile.lastAt = occurredAt;
  addToBin(profile.hours, Math.floor(occurredAt / 3_600_000) % 24);
  addToBottomK(profile.slots, mix32(Math.floor(occurredAt / slotMs)), '');
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
