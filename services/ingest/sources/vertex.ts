import { isFields, type Fields } from '../json-checks.ts';
import { readAnthropicRequest, readAnthropicResponse } from './anthropic-bodies.ts';
import { joinPieces, readBodies, readBodyJson } from './body-text.ts';
import { composeEvent, refuseShape } from './compose-event.ts';
import { readGeminiRequest, readGeminiResponse } from './gemini-bodies.ts';
import type { Source } from './source.ts';
import { asCount, asFields, asNumber, asText, unlessEmpty } from './values.ts';

const gemini = { readRequest: readGeminiRequest, readResponse: readGeminiResponse };
const anthropic = { readRequest: readAnthropicRequest, readResponse: readAnthropicResponse };

/** The payload columns repeat the body in pieces, where the whole is not logged. */
function wholeOf(full: unknown, pieces: unknown): unknown {
  if (full !== undefined && full !== null) return full;
  return Array.isArray(pieces) && pieces.length > 0 ? joinPieces(pieces) : undefined;
}

/** `publishers/google/models/m1` as `m1`, which the caller asked for. */
function modelOf(given: unknown): string | undefined {
  return asText(given)?.split('/').at(-1);
}

function statusOf(response: unknown): number {
  const { error } = asFields(readBodyJson(response));
  return isFields(error) ? (asCount(error.code) ?? 500) : 200;
}

function callParts(record: Fields) {
  const request = wholeOf(record.full_request, record.request_payload);
  const response = wholeOf(record.full_response, record.response_payload);
  const isAnthropic = 'anthropic_version' in asFields(readBodyJson(request));
  const content = readBodies({ request, response }, isAnthropic ? anthropic : gemini);
  const method = asText(record.api_method);
  const isStream = method === undefined ? content.request?.stream : /stream/i.test(method);
  return {
    // A NUMERIC that an export wrote as a number has lost digits; the record's hash stands for it then.
    ids: [record.request_id],
    time: record.logging_time,
    model: modelOf(record.model) ?? modelOf(content.model) ?? record.deployed_model_id,
    operation: content.operation,
    status: statusOf(response),
    usage: content.usage,
    request: unlessEmpty({ ...content.request, stream: isStream }),
    messages: content.messages,
    completion: content.completion,
    contentState: content.contentState,
    body: content.body,
    sampleRate: asNumber(record.sampling_rate),
  };
}

/** A row of the table into which Vertex logs requests and responses. */
export const vertex: Source = {
  name: 'vertex',
  translate: (record, mapping) => {
    if (!isFields(record)) return refuseShape('one row of the request-response log');
    const names = { time: 'logging_time', model: 'model' };
    const { body, ...parts } = callParts(record);
    return composeEvent({ record, mapping, names, body }, parts);
  },
};
