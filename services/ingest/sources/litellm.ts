import type { Message } from '../../contracts/usage-event.ts';
import { isFields, type Fields } from '../json-checks.ts';
import { composeEvent, refuseShape, type CallParts } from './compose-event.ts';
import { toMessages } from './messages.ts';
import { readBodyJson } from './body-text.ts';
import { readOpenAiResponse } from './openai-bodies.ts';
import { readSampling } from './sampling.ts';
import type { Source } from './source.ts';
import { toMs } from './times.ts';
import { openAiUsage } from './token-counts.ts';
import { asBoolean, asCount, asFields, asNumber, asText, unlessEmpty } from './values.ts';

/** What LiteLLM puts in place of content under `turn_off_message_logging`. */
const redacted = 'redacted-by-litellm';

const operations: Readonly<Record<string, string>> = {
  completion: 'chat',
  acompletion: 'chat',
  responses: 'chat',
  aresponses: 'chat',
  anthropic_messages: 'chat',
  text_completion: 'text_completion',
  atext_completion: 'text_completion',
  embedding: 'embeddings',
  aembedding: 'embeddings',
};

function operationOf(type: unknown): string | undefined {
  const name = asText(type);
  return name === undefined ? undefined : Object.hasOwn(operations, name) ? operations[name] : name;
}

/** A failure without a code never got an answer from a provider, and the proxy answers those with 500. */
function statusOf({ status, error_information: error }: Fields): number | undefined {
  if (status === 'success') return 200;
  return status === 'failure' ? (asCount(asFields(error).error_code) ?? 500) : undefined;
}

function latencyOf({ response_time: seconds, startTime, endTime }: Fields): number | undefined {
  const given = asNumber(seconds);
  const [from, to] = [toMs(startTime), toMs(endTime)];
  const measured = from === undefined || to === undefined ? undefined : to - from;
  const ms = given === undefined ? measured : Math.round(given * 1e6) / 1e3;
  return ms !== undefined && ms >= 0 ? ms : undefined;
}

function usageOf(record: Fields): Fields | undefined {
  const details = openAiUsage(asFields(record.metadata).usage_object);
  return unlessEmpty({
    ...details,
    input_tokens: asCount(record.prompt_tokens) ?? details?.input_tokens,
    output_tokens: asCount(record.completion_tokens) ?? details?.output_tokens,
  });
}

function messagesOf(given: unknown): readonly Message[] | undefined {
  if (typeof given === 'string' && given !== '') return [{ role: 'user', content: given }];
  const list = isFields(given) ? given.messages : given;
  return Array.isArray(list) ? toMessages(list) : undefined;
}

function completionOf(response: unknown): string | undefined {
  if (typeof response === 'string') return response === '' ? undefined : response;
  if (isFields(response) && typeof response.text === 'string') return response.text;
  return response === null ? undefined : readOpenAiResponse(response).completion;
}

function contentOf({ messages: given, response }: Fields): Partial<CallParts> {
  const messages = messagesOf(readBodyJson(given) ?? given);
  const completion = completionOf(response);
  // Every message, so that nobody hides a conversation by writing the words into one.
  const isRedacted = messages?.every(({ content }) => content === redacted) === true;
  if (!isRedacted || messages.length === 0) return { messages, completion };
  return { contentState: 'redacted', completion: completion === redacted ? undefined : completion };
}

function paramsOf({ model_parameters: given, stream }: Fields): Fields | undefined {
  return readSampling({ stream: asBoolean(stream), ...asFields(readBodyJson(given)) });
}

/** LiteLLM's StandardLoggingPayload, as its generic API callback sends it. */
export const litellm: Source = {
  name: 'litellm',
  translate: (record, mapping) => {
    if (!isFields(record)) return refuseShape('one StandardLoggingPayload');
    const names = { time: 'startTime', model: 'model_group or model' };
    return composeEvent(
      { record, mapping, names },
      {
        ids: [record.id],
        time: record.startTime,
        // The group is the name that the caller asked for, the model what the router made of it.
        model: asText(record.model_group) ?? record.model,
        operation: operationOf(record.call_type),
        status: statusOf(record),
        latencyMs: latencyOf(record),
        usage: usageOf(record),
        request: paramsOf(record),
        ...contentOf(record),
      },
    );
  },
};
