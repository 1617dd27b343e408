import { isFields, type Fields } from '../json-checks.ts';
import {
  readBodies,
  type CallContent,
  type RequestContent,
  type ResponseContent,
} from './body-text.ts';
import { composeEvent, refuseShape } from './compose-event.ts';
import type { Source } from './source.ts';
import { asCount, asNumber, asText } from './values.ts';

interface PairFormat {
  readonly name: string;
  readonly readRequest: (body: Fields) => RequestContent;
  readonly readResponse: (body: unknown) => ResponseContent;
}

const operations: readonly (readonly [end: RegExp, operation: string])[] = [
  [/\/embeddings$/, 'embeddings'],
  [/(?<!chat)\/completions$/, 'text_completion'],
];

function operationOf({ operation, path }: Fields, content: CallContent): string {
  const [cleanPath = ''] = (asText(path) ?? '').split('?');
  const byPath = operations.find(([end]) => end.test(cleanPath))?.[1];
  return asText(operation) ?? byPath ?? content.operation ?? 'chat';
}

function stateOf({ content_state: state }: Fields, content: CallContent) {
  return state === 'redacted' || state === 'truncated' ? state : content.contentState;
}

/**
 * A call as `{request, response, ...}`: both bodies as they went over the wire, and beside them what only a gateway
 * knows. docs/integrations/request-response-pairs.md describes the fields.
 */
export function createPairSource(format: PairFormat): Source {
  const names = { time: 'time', model: 'request.model or model' };
  return {
    name: format.name,
    translate: (record, mapping) => {
      if (!isFields(record)) return refuseShape('{request, response, ...}');
      const content = readBodies({ request: record.request, response: record.response }, format);
      return composeEvent(
        { record, mapping, names, body: content.body },
        {
          ids: [record.id, content.id],
          time: record.time,
          model: asText(content.model) ?? record.model,
          operation: operationOf(record, content),
          status: asCount(record.status),
          latencyMs: asNumber(record.latency_ms),
          usage: content.usage,
          request: content.request,
          messages: content.messages,
          completion: content.completion,
          contentState: stateOf(record, content),
          sampleRate: asNumber(record.sample_rate),
        },
      );
    },
  };
}
