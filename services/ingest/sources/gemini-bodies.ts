import { isFields, type Fields } from '../json-checks.ts';
import type { RequestContent, ResponseContent } from './body-text.ts';
import { toolCallText } from './content-text.ts';
import { toRole, withSystem } from './messages.ts';
import {
  asBoolean,
  asCount,
  asFields,
  asList,
  asNumber,
  namesOf,
  sum,
  unlessEmpty,
} from './values.ts';

function partText(part: unknown): string[] {
  const { text, thought, functionCall, functionResponse } = asFields(part);
  if (isFields(functionCall)) return [toolCallText(functionCall.name, functionCall.args)];
  if (isFields(functionResponse)) return [JSON.stringify(functionResponse.response ?? null)];
  return typeof text === 'string' && thought !== true ? [text] : [];
}

function partsText(content: unknown, joint = '\n'): string {
  const { parts } = asFields(content);
  return (Array.isArray(parts) ? parts : [parts]).flatMap(partText).join(joint);
}

function roleOf({ role, parts }: Fields) {
  const isResult = (part: unknown) => isFields(asFields(part).functionResponse);
  return asList(parts).some(isResult) ? 'tool' : toRole(role);
}

function toolNames(tools: unknown): string[] | undefined {
  const declared = asList(tools).flatMap((tool) => asList(asFields(tool).functionDeclarations));
  return namesOf(declared);
}

function readParameters({ generationConfig, tools }: Fields): Fields | undefined {
  const config = asFields(generationConfig);
  return unlessEmpty({
    temperature: asNumber(config.temperature),
    top_p: asNumber(config.topP),
    max_output_tokens: asCount(config.maxOutputTokens),
    n: asCount(config.candidateCount),
    logprobs: asBoolean(config.responseLogprobs),
    top_logprobs: asCount(config.logprobs),
    seed: asNumber(config.seed),
    tools: toolNames(tools),
    response_format: config.responseSchema ?? config.responseMimeType,
  });
}

/** The request body of Gemini's generateContent and streamGenerateContent. */
export function readGeminiRequest(body: Fields): RequestContent {
  const { contents, systemInstruction } = body;
  const said = asList(contents)
    .filter(isFields)
    .map((content) => ({ role: roleOf(content), content: partsText(content) }));
  return {
    model: body.model,
    operation: 'generate_content',
    request: readParameters(body),
    messages: Array.isArray(contents) ? withSystem(partsText(systemInstruction), said) : undefined,
  };
}

/** What was thought is output too, and Gemini counts it beside the rest. */
function usageOf(given: unknown): Fields | undefined {
  const usage = asFields(given);
  const thoughts = asCount(usage.thoughtsTokenCount);
  return unlessEmpty({
    input_tokens: asCount(usage.promptTokenCount),
    output_tokens: sum(asCount(usage.candidatesTokenCount), thoughts),
    cached_input_tokens: asCount(usage.cachedContentTokenCount),
    reasoning_tokens: thoughts,
  });
}

/** The answer, or the list of a stream's answers, of which the last counts the tokens. */
export function readGeminiResponse(body: unknown): ResponseContent {
  const answers = Array.isArray(body) ? body.filter(isFields) : [asFields(body)];
  const candidates = answers.map((answer) => asFields(asList(answer.candidates)[0]).content);
  const texts = candidates.filter(isFields).map((content) => partsText(content, ''));
  return {
    id: answers[0]?.responseId,
    completion: texts.length === 0 ? undefined : texts.join(''),
    usage: usageOf(answers.findLast(({ usageMetadata }) => isFields(usageMetadata))?.usageMetadata),
  };
}
