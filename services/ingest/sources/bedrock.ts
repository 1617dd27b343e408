import { isFields, type Fields } from '../json-checks.ts';
import { readAnthropicRequest, readAnthropicResponse } from './anthropic-bodies.ts';
import { readBodies, readBodyJson } from './body-text.ts';
import { composeEvent, refuseShape } from './compose-event.ts';
import { readConverseRequest, readConverseResponse } from './converse-bodies.ts';
import { readOpenAiRequest, readOpenAiResponse } from './openai-bodies.ts';
import { readPromptRequest, readPromptResponse } from './prompt-bodies.ts';
import type { Source } from './source.ts';
import { asCount, asFields, asText, sum, unlessEmpty } from './values.ts';

const converse = { readRequest: readConverseRequest, readResponse: readConverseResponse };
const anthropic = { readRequest: readAnthropicRequest, readResponse: readAnthropicResponse };
const openai = { readRequest: readOpenAiRequest, readResponse: readOpenAiResponse };
const prompt = { readRequest: readPromptRequest, readResponse: readPromptResponse };

/** InvokeModel carries the body of the model's own API. */
function readersOf({ operation }: Fields, body: Fields) {
  if (asText(operation)?.startsWith('Converse') === true) return converse;
  if ('anthropic_version' in body) return anthropic;
  return Array.isArray(body.messages) ? openai : prompt;
}

const errorStatuses: Readonly<Record<string, number>> = {
  ValidationException: 400,
  AccessDeniedException: 403,
  ResourceNotFoundException: 404,
  ModelTimeoutException: 408,
  ModelErrorException: 424,
  ThrottlingException: 429,
  ModelNotReadyException: 429,
  ServiceUnavailableException: 503,
};

/** Bedrock logs the name of an error and no status; of one that it does not document only the failure is known. */
function statusOf(errorCode: unknown): number {
  const name = asText(errorCode);
  if (name === undefined) return 200;
  return Object.hasOwn(errorStatuses, name) ? (errorStatuses[name] ?? 500) : 500;
}

/** The log counts what a cache gave and took beside `inputTokenCount`. */
function usageOf(input: Fields, output: Fields, inBody: Fields | undefined): Fields | undefined {
  const read = asCount(input.cacheReadInputTokenCount);
  const counted = sum(
    asCount(input.inputTokenCount),
    read,
    asCount(input.cacheWriteInputTokenCount),
  );
  return unlessEmpty({
    ...inBody,
    input_tokens: counted ?? inBody?.input_tokens,
    output_tokens: asCount(output.outputTokenCount) ?? inBody?.output_tokens,
    cached_input_tokens: read ?? inBody?.cached_input_tokens,
  });
}

function isEmbedding(model: string | undefined): boolean {
  return model?.includes('embed') === true;
}

function callParts(record: Fields) {
  const [input, output] = [asFields(record.input), asFields(record.output)];
  const readers = readersOf(record, asFields(readBodyJson(input.inputBodyJson)));
  // A large body is in S3 and not in the log: its content is absent here.
  const given = { request: input.inputBodyJson, response: output.outputBodyJson };
  const content = readBodies(given, readers);
  const isStream = asText(record.operation)?.endsWith('Stream') ?? content.request?.stream;
  return {
    ids: [record.requestId],
    time: record.timestamp,
    model: record.modelId,
    operation: isEmbedding(asText(record.modelId)) ? 'embeddings' : (content.operation ?? 'chat'),
    status: statusOf(record.errorCode),
    usage: usageOf(input, output, content.usage),
    request: unlessEmpty({ ...content.request, stream: isStream }),
    messages: content.messages,
    completion: content.completion,
    contentState: content.contentState,
    body: content.body,
  };
}

/** Bedrock's model invocation log, one entry a call, from S3 or CloudWatch. */
export const bedrock: Source = {
  name: 'bedrock',
  translate: (record, mapping) => {
    if (!isFields(record)) return refuseShape('one ModelInvocationLog entry');
    const names = { time: 'timestamp', model: 'modelId' };
    const { body, ...parts } = callParts(record);
    return composeEvent({ record, mapping, names, body }, parts);
  },
};
