import { azureApim } from './azure-apim.ts';
import { bedrock } from './bedrock.ts';
import { envoy } from './envoy.ts';
import { kong } from './kong.ts';
import { litellm } from './litellm.ts';
import { anthropic, openai } from './pairs.ts';
import type { SourceWriter } from './source-writer.ts';
import { vertex } from './vertex.ts';

/** By the source's name. */
export const sourceWriters: Readonly<Record<string, SourceWriter>> = {
  ...{ litellm, kong, envoy, bedrock, openai, anthropic, vertex },
  'azure-apim': azureApim,
};
