import { isFields, type Fields } from '../json-checks.ts';
import type { RequestContent, ResponseContent } from './body-text.ts';
import { contentText } from './content-text.ts';
import { toMessages, withSystem } from './messages.ts';
import { readSampling } from './sampling.ts';
import { anthropicUsage } from './token-counts.ts';
import { asFields } from './values.ts';

/** The request body of Anthropic's Messages API. */
export function readAnthropicRequest(body: Fields): RequestContent {
  const { model, system, messages } = body;
  return {
    model,
    operation: 'chat',
    request: readSampling(body),
    messages: Array.isArray(messages) ? withSystem(system, toMessages(messages)) : undefined,
  };
}

function readStream(events: readonly Fields[]): ResponseContent {
  const started = asFields(events.find(({ type }) => type === 'message_start')?.message);
  const ended = events.findLast(({ usage }) => isFields(usage));
  const texts = events.map(({ delta }) => contentText(delta));
  return {
    id: started.id,
    completion: texts.join(''),
    // The start counts the input, the end the output.
    usage: anthropicUsage({ ...asFields(started.usage), ...asFields(ended?.usage) }),
  };
}

/** The answer, or the list of a stream's events. */
export function readAnthropicResponse(body: unknown): ResponseContent {
  if (Array.isArray(body)) return readStream(body.filter(isFields));
  const answer = asFields(body);
  const completion = answer.content === undefined ? undefined : contentText(answer.content);
  return { id: answer.id, completion, usage: anthropicUsage(answer.usage) };
}
