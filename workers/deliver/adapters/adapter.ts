import type { ClaimedDelivery } from '../../../services/storage/deliveries.ts';
import type { Answered, Call, Posted } from '../call-once.ts';

/** A call of a product's API, below the endpoint's address and with its credential. */
export interface ApiCall {
  readonly method: Call['method'];
  /** With its leading slash; parts of it that come from outside go through `segment`. */
  readonly path: string;
  readonly body?: unknown;
}

export type CallApi = (call: ApiCall) => Promise<Answered>;

/** Brings the product to where a message says that its target stands. It may run twice, and half way. */
export type Adapter = (message: ClaimedDelivery, call: CallApi) => Promise<Posted>;

export const done: Posted = { status: null, error: null, retryAfterMs: null };

/** Not possible there: tried once and left for a person to see. */
export function refuse(error: string): Posted {
  return { status: null, error, retryAfterMs: null, isRefused: true };
}

/** Something that an adapter reads was not as the product's documentation says; tried again. */
export function misread(answered: Answered): Posted {
  return { ...answered, error: 'answer_unexpected' };
}

/**
 * A value as one segment of a path, or null for what no encoding keeps from changing the path: dots alone would lead
 * to another resource, and to another customer.
 */
export function segment(value: string): string | null {
  const encoded = encodeURIComponent(value);
  return encoded === '' || encoded === '.' || encoded === '..' ? null : encoded;
}

/** The answer's JSON, undefined when it is none. */
export function parseAnswer({ text }: Answered): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
