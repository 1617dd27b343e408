import type { ClientClass } from '../../../services/contracts/baseline.ts';
import type { Features } from '../features/features.ts';

/**
 * Shares and sizes between the clusters that honest kinds of clients form; measured on the labelled set, where moving
 * any of them by a fifth moves fewer than one account in fifty.
 */
const bounds = {
  unreadable: 0.5,
  toolTurns: 0.08,
  endUserShare: 0.8,
  /** Fewer end users than this are one team. */
  endUsers: 8,
  repeats: 0.4,
  /** ln(1 + tokens): answers of up to 19 tokens ... */
  shortAnswer: 3,
  /** ... to requests of e times as many characters or more. */
  shortRatio: -1,
  standalone: 0.95,
  templated: 0.4,
  partlyTemplated: 0.2,
  followUps: 0.05,
} as const;

/**
 * The kind of client that the shape of the requests shows: no vocabulary, no volume, nothing declared but the end
 * users named in the requests themselves. The first that fits.
 */
export function clientClassOf(features: Features): ClientClass {
  const { conversation, template } = features;
  const templated = template.coverage * conversation.openerShare;
  if (conversation.unreadableShare > bounds.unreadable) return 'unreadable';
  if (conversation.toolShare >= bounds.toolTurns) return 'agent';
  if (isGateway(features) && templated < bounds.templated) return 'gateway';
  if (conversation.repeatShare >= bounds.repeats) return 'evaluation';
  if (isConstrained(features, templated)) return 'batch';
  if (templated >= bounds.templated) return 'product';
  if (templated >= bounds.partlyTemplated) return 'mixed';
  return conversation.followUpShare >= bounds.followUps ? 'chat' : 'standalone';
}

function isGateway({ conversation: { endUserShare, endUsers } }: Features): boolean {
  return endUserShare >= bounds.endUserShare && endUsers >= bounds.endUsers;
}

/** Many requests of one kind, each answered in a word or a line. */
function isConstrained({ demand, conversation }: Features, templated: number): boolean {
  const isShort = demand.outputMean <= bounds.shortAnswer && demand.ratio <= bounds.shortRatio;
  return (
    isShort && (templated >= bounds.templated || conversation.openerShare >= bounds.standalone)
  );
}
