import type { Message } from '../../contracts/usage-event.ts';
import { isFields, type Fields } from '../json-checks.ts';
import type { RequestContent, ResponseContent } from './body-text.ts';
import { messageText, toMessages, withSystem } from './messages.ts';
import { readSampling } from './sampling.ts';
import { openAiUsage } from './token-counts.ts';
import { asFields, asList } from './values.ts';

const inList = (value: unknown) => (Array.isArray(value) ? (value as unknown[]) : [value]);

function messagesOf({
  messages,
  input,
  prompt,
  instructions,
}: Fields): readonly Message[] | undefined {
  const said = messages ?? input ?? prompt;
  return said === undefined || said === null
    ? undefined
    : withSystem(instructions, toMessages(inList(said)));
}

/** The request body of chat completions, responses, embeddings or the older completions. */
export function readOpenAiRequest(body: Fields): RequestContent {
  return {
    model: body.model,
    operation: body.prompt === undefined ? undefined : 'text_completion',
    request: readSampling(body),
    messages: messagesOf(body),
  };
}

function completionOf({ choices, output }: Fields): string | undefined {
  if (Array.isArray(output)) {
    const items = output.filter(isFields).filter(({ type }) => type !== 'reasoning');
    return items.map(messageText).join('\n');
  }
  const choice = asList(choices)[0];
  if (!isFields(choice)) return undefined;
  return typeof choice.text === 'string' ? choice.text : messageText(asFields(choice.message));
}

/** One event of a stream: of chat, of the older completions, or of responses. */
function deltaOf(event: Fields): string {
  if (event.type === 'response.output_text.delta')
    return typeof event.delta === 'string' ? event.delta : '';
  const choice = asFields(asList(event.choices)[0]);
  const said = asFields(choice.delta).content ?? choice.text;
  return typeof said === 'string' ? said : '';
}

function readStream(events: readonly Fields[]): ResponseContent {
  const whole = events.map(({ response }) => asFields(response));
  const last = [...events, ...whole].findLast(({ usage }) => isFields(usage));
  return {
    id: [...events, ...whole].find(({ id }) => typeof id === 'string')?.id,
    completion: events.map(deltaOf).join(''),
    usage: openAiUsage(last?.usage),
  };
}

/** The answer to any of them, or the list of a stream's events. */
export function readOpenAiResponse(body: unknown): ResponseContent {
  if (Array.isArray(body)) return readStream(body.filter(isFields));
  const answer = asFields(body);
  return { id: answer.id, completion: completionOf(answer), usage: openAiUsage(answer.usage) };
}
