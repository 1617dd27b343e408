import type { UsageEvent } from '../../../services/contracts/usage-event.ts';
import type { Profile } from './profile.ts';

/** A limit (tokens) of a word or a label is the shape of a classifier, and says nothing of how much was asked for. */
const shortestLimit = 64;
/** From this limit (tokens) on an answer may be as long as most models make them. */
const generousLimit = 4096;

/** Counts whether a request leaves room for all that the model has to say, and whether the answer was cut off. */
export function foldLimit({ counters }: Profile, { request, usage }: UsageEvent): void {
  const limit = request?.max_output_tokens ?? 0;
  if (limit < shortestLimit) return;
  counters.limited++;
  if (limit >= generousLimit) counters.generous++;
  if ((usage?.output_tokens ?? 0) >= limit) counters.cutShort++;
}
