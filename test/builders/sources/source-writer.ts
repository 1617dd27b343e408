import type { UsageEvent } from '../../../services/contracts/usage-event.ts';

export type Json = Record<string, unknown>;

/** A call as this source would log it, in one record or several. */
export interface SourceWriter {
  readonly write: (event: UsageEvent) => readonly Json[];
  /** Paths of the usage event that the source has no place for. */
  readonly lost: readonly string[];
}

/** No gateway logs what stands before it. */
export const fingerprint = ['client.asn', 'client.tls_fingerprint'];

/** Parameters that only APIs in OpenAI's shape have. */
export const onlyOpenAi = [
  'n',
  'seed',
  'logprobs',
  'top_logprobs',
  'logit_bias',
  'response_format',
].map((name) => `request.${name}`);

export const statusOf = (event: UsageEvent) => event.status ?? 200;
