import { combine32 } from '../sketches/hash.ts';
import { addKey, type SpaceSaving } from '../sketches/space-saving.ts';
import type { TextReading } from '../text/read-text.ts';
import type { Content } from './content.ts';
import { addSize } from './moments.ts';
import { createTemplateUse, type TemplateUse } from './template-use.ts';

interface OpenerFacts {
  readonly system: number;
  readonly outputTokens: number;
  /** Templates that may be held. */
  readonly limit: number;
}

/** An edge is a template once it was seen this often before: the third of its kind is no chance. */
const templateAfter = 2;

/** Notes the request's edges and, where they recur, counts it under their template and client. */
export function addToTemplate(content: Content, text: TextReading, facts: OpenerFacts): void {
  const { heavy, counters } = content;
  const template = knownEdge(heavy.tail, text.tail) || knownEdge(heavy.head, text.head);
  noteEdge(heavy.head, text.head);
  noteEdge(heavy.tail, text.tail);
  noteEdge(heavy.longHead, text.longHead);
  noteEdge(heavy.longTail, text.longTail);
  if (template === 0) return;
  counters.templated++;
  const use = useOf(content.templates, combine32(facts.system, template), facts.limit);
  use.requests++;
  addSize(use.output, facts.outputTokens);
}

function noteEdge(edges: SpaceSaving, hash: number): void {
  if (hash !== 0) addKey(edges, hash);
}

function knownEdge(edges: SpaceSaving, edge: number): number {
  if (edge === 0) return 0;
  for (let slot = 0; slot < edges.size; slot++) {
    if (edges.keys[slot] !== edge) continue;
    const sure = (edges.counts[slot] ?? 0) - (edges.errors[slot] ?? 0);
    return sure >= templateAfter ? edge : 0;
  }
  return 0;
}

/** The use of a key; when all places are taken, the smallest gives way (Space-Saving). */
function useOf(uses: TemplateUse[], key: number, limit: number): TemplateUse {
  const held = uses.find((use) => use.key === key);
  if (held !== undefined) return held;
  if (uses.length < limit) {
    const use = createTemplateUse(key);
    uses.push(use);
    return use;
  }
  const least = uses.reduce((a, b) => (b.requests < a.requests ? b : a));
  const use = createTemplateUse(key, least.requests);
  uses[uses.indexOf(least)] = use;
  return use;
}
