import { isFields, type Fields } from '../json-checks.ts';
import { asBoolean, asCount, asFields, asList, asNumber, asText, unlessEmpty } from './values.ts';

/** The names of the tools that a request offers; one without a name goes by its type. */
export function toolNames(tools: unknown): string[] | undefined {
  const names = asList(tools).flatMap((each) => {
    const tool = asFields(each);
    return asText(asFields(tool.function).name) ?? asText(tool.name) ?? asText(tool.type) ?? [];
  });
  return names.length === 0 ? undefined : names;
}

function logitBias(given: unknown): Fields | undefined {
  if (!isFields(given)) return undefined;
  const biases = Object.entries(given).map(([token, bias]) => [token, asNumber(bias)] as const);
  return Object.fromEntries(biases.filter(([, bias]) => bias !== undefined));
}

/** Chat asks with a boolean and a count beside it, the older completions with the count alone. */
function readLogprobs({ logprobs, top_logprobs: top }: Fields): Fields {
  if (typeof logprobs === 'number') return { logprobs: true, top_logprobs: asCount(logprobs) };
  return { logprobs: asBoolean(logprobs), top_logprobs: asCount(top) };
}

/** The parameters of a request in OpenAI's or Anthropic's names. Undefined when it sets none. */
export function readSampling(body: Fields): Fields | undefined {
  const limit = body.max_tokens ?? body.max_completion_tokens ?? body.max_output_tokens;
  return unlessEmpty({
    temperature: asNumber(body.temperature),
    top_p: asNumber(body.top_p),
    max_output_tokens: asCount(limit),
    n: asCount(body.n),
    stream: asBoolean(body.stream),
    ...readLogprobs(body),
    logit_bias: logitBias(body.logit_bias),
    seed: asNumber(body.seed),
    tools: toolNames(body.tools),
    response_format: body.response_format ?? asFields(body.text).format,
  });
}
