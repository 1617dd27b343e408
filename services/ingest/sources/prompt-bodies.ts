import { isFields, type Fields } from '../json-checks.ts';
import type { RequestContent, ResponseContent } from './body-text.ts';
import { asCount, asFields, asList, asNumber, asText, unlessEmpty } from './values.ts';

/** One prompt in and one text out, as Titan, Llama, Mistral, Cohere and others on Bedrock take it. */
export function readPromptRequest(body: Fields): RequestContent {
  const config = { ...body, ...asFields(body.textGenerationConfig) };
  const prompt = asText(body.prompt) ?? asText(body.inputText) ?? asText(body.message);
  const limit = config.max_tokens ?? config.max_gen_len ?? config.maxTokenCount;
  return {
    model: undefined,
    operation: undefined,
    request: unlessEmpty({
      temperature: asNumber(config.temperature),
      top_p: asNumber(config.top_p ?? config.topP ?? config.p),
      max_output_tokens: asCount(limit),
    }),
    messages: prompt === undefined ? undefined : [{ role: 'user', content: prompt }],
  };
}

const textOf = ({ generation, outputText, completion, text }: Fields) =>
  [generation, outputText, completion, text].find((each) => typeof each === 'string');

/** The answer, or the list of a stream's chunks. */
export function readPromptResponse(body: unknown): ResponseContent {
  const chunks = Array.isArray(body) ? body.filter(isFields) : [asFields(body)];
  const texts = chunks.flatMap((chunk) => {
    const inner = [chunk.results, chunk.outputs, chunk.generations]
      .flatMap(asList)
      .filter(isFields);
    return [chunk, ...inner].map(textOf).filter((text) => text !== undefined);
  });
  return {
    id: undefined,
    completion: texts.length === 0 ? undefined : texts.join(''),
    usage: undefined,
  };
}
