import { isFields, type Fields } from '../json-checks.ts';
import { composeEvent, refuseShape } from './compose-event.ts';
import { lookUp } from './look-up.ts';
import type { Source } from './source.ts';
import { asCount, asNumber, asText, unlessEmpty } from './values.ts';

const modelKeys = ['gen_ai.request.model', 'x-ai-eg-model'];

function usageOf(record: Fields): Fields | undefined {
  const count = (name: string) => asCount(lookUp(record, `gen_ai.usage.${name}_tokens`));
  return unlessEmpty({
    input_tokens: count('input'),
    output_tokens: count('output'),
    cached_input_tokens: count('cached_input') ?? count('cache_read.input'),
    reasoning_tokens: count('reasoning') ?? count('reasoning.output'),
  });
}

/** The JSON access log of Envoy AI Gateway, or of Envoy with its names: no content, numbers often as text. */
export const envoy: Source = {
  name: 'envoy',
  translate: (record, mapping) => {
    if (!isFields(record)) return refuseShape('one access log entry');
    const model = modelKeys
      .map((key) => asText(lookUp(record, key)))
      .find((each) => each !== undefined);
    // The template logs models and this call had none: no call to a model. A template that logs none is refused.
    if (model === undefined && modelKeys.some((key) => key in record)) return 'skip';
    const names = { time: 'start_time', model: modelKeys.join(' or ') };
    return composeEvent(
      { record, mapping, names },
      {
        ids: [asText(record['x-request-id']), asText(record.request_id)],
        time: record.start_time,
        model,
        operation: asText(lookUp(record, 'gen_ai.operation.name')) ?? 'chat',
        status: asCount(record.response_code),
        latencyMs: asNumber(record.duration),
        usage: usageOf(record),
      },
    );
  },
};
