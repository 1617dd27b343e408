import { z } from 'zod';
import { clientClass, declaredClient, statedRate } from './baseline.ts';

/** `review`: a person should look. `act`: strong enough for a guarded rule. */
export const raisedLevel = z.enum(['review', 'act']);
export type RaisedLevel = z.output<typeof raisedLevel>;

export const reason = z.object({
  detector: z.string(),
  value: z.number(),
  threshold: z.number(),
  /** The capped log-likelihood ratio (nats) that this detector adds; negative for counter-evidence. */
  evidence_weight: z.number(),
});
export type Reason = z.output<typeof reason>;

const share = z.number().min(0).max(1);

/** What the evidence of a finding could rest on, and what it could not: nothing is claimed of what was not seen. */
export const visibility = z.object({
  /** Of the requests within the window: content neither redacted nor absent. Everything about content rests on these. */
  readable_share: share,
  /** Of the same: readable, but cut by the gateway. */
  truncated_share: share,
  /** Of the same: from a source that logs a sample. */
  sampled_share: share,
  /** What the requests within the window stand for: each counts 1 / its sample rate. */
  estimated_requests: z.int().nonnegative(),
  /** Of all requests: event time outside the window, counted and kept out of everything else. */
  out_of_window_share: share,
});
export type Visibility = z.output<typeof visibility>;

export const subjectKind = z.enum(['account', 'campaign']);

/**
 * A subject reaches a level. `raised_at`, `first_event_at` and `last_event_at` are event times in
 * milliseconds since the epoch; `requests_seen` counts the subject's requests up to `raised_at`.
 */
export const finding = z.object({
  subject_kind: subjectKind,
  subject_id: z.string(),
  campaign_id: z.string().nullable(),
  level: raisedLevel,
  episode: z.int().positive(),
  raised_at: z.int(),
  first_event_at: z.int(),
  last_event_at: z.int(),
  requests_seen: z.int().nonnegative(),
  score: z.number(),
  reasons: z.array(reason),
  sample_event_ids: z.array(z.string()),
  visibility,
  client_class: clientClass,
  /** null for a campaign. */
  declared_client: declaredClient.nullable(),
  /** null while no baseline was promoted: not yet calibrated on this instance's traffic. */
  stated_rate: statedRate.nullable(),
});
export type Finding = z.output<typeof finding>;
