import { litellm } from './litellm.ts';
import type { Source } from './source.ts';

const sources: readonly Source[] = [litellm];

const byName = new Map(sources.map((source) => [source.name, source]));

export const sourceNames: readonly string[] = sources.map(({ name }) => name);

/** The format of that name, undefined when there is none. */
export function findSource(name: string): Source | undefined {
  return byName.get(name);
}
