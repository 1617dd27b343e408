import { isFields, type Fields } from '../json-checks.ts';
import { readBodies } from './body-text.ts';
import { composeEvent, refuseShape } from './compose-event.ts';
import { readOpenAiRequest, readOpenAiResponse } from './openai-bodies.ts';
import type { Source } from './source.ts';
import { openAiUsage } from './token-counts.ts';
import { asCount, asFields, asNumber, asText, unlessEmpty } from './values.ts';

/** The plug-in that spoke with the model stands before those that only changed the call on its way. */
const proxies = ['proxy', 'ai-proxy', 'ai-proxy-advanced'];

interface Analytics {
  readonly meta: Fields;
  readonly usage: Fields;
  readonly payload: Fields;
}

/** What `ai` says, under the name of the plug-in (3.6 to 3.9) or of its role (later); a payload may stand beside it. */
function findAnalytics(ai: Fields): Analytics | undefined {
  const names = [...proxies, ...Object.keys(ai)];
  const plugin = names
    .map((name) => ai[name])
    .find((each) => isFields(each) && isFields(each.meta));
  if (!isFields(plugin)) return undefined;
  const payload = isFields(plugin.payload) ? plugin.payload : asFields(ai.payload);
  return { meta: asFields(plugin.meta), usage: asFields(plugin.usage), payload };
}

/** Version 3.6 to 3.9 count in the singular. */
function usageOf(usage: Fields): Fields | undefined {
  return unlessEmpty({
    ...openAiUsage(usage),
    input_tokens: asCount(usage.prompt_tokens ?? usage.prompt_token),
    output_tokens: asCount(usage.completion_tokens ?? usage.completion_token),
  });
}

const readers = { readRequest: readOpenAiRequest, readResponse: readOpenAiResponse };

function callParts(record: Fields, { meta, usage, payload }: Analytics) {
  const content = readBodies({ request: payload.request, response: payload.response }, readers);
  return {
    ids: [asFields(record.request).id],
    time: record.started_at,
    model: asText(content.model) ?? meta.request_model,
    operation: content.operation ?? 'chat',
    status: asCount(asFields(record.response).status),
    latencyMs: asNumber(asFields(record.latencies).request),
    usage: usageOf(usage),
    request: content.request,
    messages: content.messages,
    completion: content.completion,
    contentState: content.contentState,
    body: content.body,
  };
}

/** Kong's http-log with the analytics of its AI plug-ins, in the fields of 3.6 to 3.9 and of later versions. */
export const kong: Source = {
  name: 'kong',
  translate: (record, mapping) => {
    if (!isFields(record)) return refuseShape('one http-log entry');
    // A route without an AI plug-in, or a call that was refused before one saw it.
    const analytics = findAnalytics(asFields(record.ai));
    if (analytics === undefined) return 'skip';
    const names = { time: 'started_at', model: 'ai.*.meta.request_model' };
    const { body, ...parts } = callParts(record, analytics);
    return composeEvent({ record, mapping, names, body }, parts);
  },
};
