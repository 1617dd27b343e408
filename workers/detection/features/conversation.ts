import type { Content } from '../profile/content.ts';
import { estimate } from '../sketches/hyper-log-log.ts';
import { readableOf } from './readable-of.ts';
import { share } from './share.ts';

export interface ConversationFeatures {
  /** Requests that open a conversation, with readable text. */
  readonly openers: number;
  /** This and the next two are shares of the readable requests: what was redacted must not dilute them. */
  readonly openerShare: number;
  readonly followUpShare: number;
  /** Requests that hand back a tool's result. */
  readonly toolShare: number;
  readonly toolResults: number;
  /** Distinct tool results, numbers masked, over results: stubs repeat, real tools do not. */
  readonly toolResultVariety: number;
  readonly endUserShare: number;
  readonly endUsers: number;
  /** Openers that ask what was asked before, to the letter. */
  readonly repeatShare: number;
  readonly unreadableShare: number;
  readonly userAgents: number;
  readonly networks: number;
}

export function conversationOf({ counters, distinct }: Content): ConversationFeatures {
  const { openers, requests, toolResults } = counters;
  const readable = readableOf(counters);
  return {
    openers,
    openerShare: share(openers, readable),
    followUpShare: share(counters.followUps, readable),
    toolShare: share(counters.toolTurns, readable),
    toolResults,
    toolResultVariety: Math.min(1, share(estimate(distinct.toolResults), toolResults)),
    endUserShare: share(counters.withEndUser, requests),
    endUsers: estimate(distinct.endUsers),
    repeatShare: openers === 0 ? 0 : Math.max(0, 1 - estimate(distinct.prompts) / openers),
    unreadableShare: share(counters.unreadable, requests),
    userAgents: estimate(distinct.userAgents),
    networks: estimate(distinct.networks),
  };
}
