import { addCell } from '../sketches/coverage.ts';
import { combine32 } from '../sketches/hash.ts';
import { addKey, type SpaceSaving } from '../sketches/space-saving.ts';
import type { TextReading } from '../text/read-text.ts';
import { subStreamLimit, type Profile } from './profile.ts';
import { addToSubStream, createSubStream, type SubStream } from './sub-stream.ts';

interface OpenerFacts {
  readonly system: number;
  readonly outputTokens: number;
}

/** An edge is a template once it was seen this often before: the third of its kind is no chance. */
const templateAfter = 2;

/** Notes the request's edges and, where they recur, adds it to the sub-stream of their template and client. */
export function addToTemplate(profile: Profile, text: TextReading, facts: OpenerFacts): void {
  const { heavy, coverage, counters } = profile;
  const template = knownEdge(heavy.tail, text.tail) || knownEdge(heavy.head, text.head);
  noteEdge(profile, 'head', text.head);
  noteEdge(profile, 'tail', text.tail);
  if (text.head !== 0) addCell(coverage.heads, text.head);
  if (text.tail !== 0) addCell(coverage.tails, text.tail);
  if (text.longHead !== 0) addKey(heavy.longHead, text.longHead);
  if (text.longTail !== 0) addKey(heavy.longTail, text.longTail);
  if (template === 0) return;
  counters.templated++;
  const stream = streamOf(profile.subStreams, combine32(facts.system, template));
  addToSubStream(stream, text, facts.outputTokens);
}

function noteEdge(profile: Profile, edge: 'head' | 'tail', hash: number): void {
  if (hash !== 0) addKey(profile.heavy[edge], hash);
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

/** The sub-stream of a key; when all places are taken, the smallest gives way (Space-Saving). */
function streamOf(streams: SubStream[], key: number): SubStream {
  const held = streams.find((stream) => stream.key === key);
  if (held !== undefined) return held;
  const least = streams.length < subStreamLimit ? undefined : leastOf(streams);
  const stream = createSubStream(key, least?.requests);
  if (least === undefined) streams.push(stream);
  else streams[streams.indexOf(least)] = stream;
  return stream;
}

function leastOf(streams: readonly SubStream[]): SubStream | undefined {
  return streams.reduce<SubStream | undefined>(
    (least, stream) => (least === undefined || stream.requests < least.requests ? stream : least),
    undefined,
  );
}
