import { anthropic } from './anthropic.ts';
import { azureApim } from './azure-apim.ts';
import { bedrock } from './bedrock.ts';
import { envoy } from './envoy.ts';
import { kong } from './kong.ts';
import { litellm } from './litellm.ts';
import { openai } from './openai.ts';
import type { Source } from './source.ts';
import { vertex } from './vertex.ts';

const sources: readonly Source[] = [
  litellm,
  kong,
  envoy,
  bedrock,
  openai,
  anthropic,
  vertex,
  azureApim,
];

const byName = new Map(sources.map((source) => [source.name, source]));

export const sourceNames: readonly string[] = sources.map(({ name }) => name);

/** Every name under which records are quarantined. */
export const quarantinedNames: readonly string[] = ['otlp-traces', 'otlp-logs', ...sourceNames];

/** The format of that name, undefined when there is none. */
export function findSource(name: string): Source | undefined {
  return byName.get(name);
}

/** The format of a name that there is. Throws for another. */
export function getSource(name: string): Source {
  const source = findSource(name);
  if (source === undefined) throw new Error(`there is no source ${name}`);
  return source;
}
