import type { Message } from '../../contracts/usage-event.ts';
import { isFields, type Fields } from '../json-checks.ts';
import type { RequestContent, ResponseContent } from './body-text.ts';
import { contentText, toolCallText } from './content-text.ts';
import { toRole, withSystem } from './messages.ts';
import { asCount, asFields, asList, asNumber, namesOf, sum, unlessEmpty } from './values.ts';

/** Parts of Converse name their kind by the key that they hold. */
function blockText(block: unknown): string[] {
  const { text, toolUse, toolResult } = asFields(block);
  if (typeof text === 'string') return [text];
  if (isFields(toolUse)) return [toolCallText(toolUse.name, toolUse.input)];
  return isFields(toolResult) ? [blocksText(toolResult.content)] : [];
}

function blocksText(blocks: unknown): string {
  return typeof blocks === 'string' ? blocks : asList(blocks).flatMap(blockText).join('\n');
}

const isResult = (block: unknown) => isFields(block) && isFields(block.toolResult);

function toMessage({ role, content }: Fields): Message {
  const isResults = Array.isArray(content) && content.length > 0 && content.every(isResult);
  return { role: isResults ? 'tool' : toRole(role), content: blocksText(content) };
}

function readParameters({ inferenceConfig, toolConfig }: Fields): Fields | undefined {
  const config = asFields(inferenceConfig);
  const specs = asList(asFields(toolConfig).tools).map((tool) => asFields(tool).toolSpec);
  return unlessEmpty({
    temperature: asNumber(config.temperature),
    top_p: asNumber(config.topP),
    max_output_tokens: asCount(config.maxTokens),
    tools: namesOf(specs),
  });
}

/** The request body of Bedrock's Converse and ConverseStream. */
export function readConverseRequest(body: Fields): RequestContent {
  const { messages, system } = body;
  const said = asList(messages).filter(isFields).map(toMessage);
  return {
    model: body.modelId,
    operation: 'chat',
    request: readParameters(body),
    messages: Array.isArray(messages) ? withSystem(contentText(system), said) : undefined,
  };
}

function usageOf(given: unknown): Fields | undefined {
  const usage = asFields(given);
  const read = asCount(usage.cacheReadInputTokens);
  return unlessEmpty({
    input_tokens: sum(asCount(usage.inputTokens), read, asCount(usage.cacheWriteInputTokens)),
    output_tokens: asCount(usage.outputTokens),
    cached_input_tokens: read,
  });
}

function readStream(events: readonly Fields[]): ResponseContent {
  const deltas = events.map(({ contentBlockDelta }) => asFields(contentBlockDelta).delta);
  const metadata = events
    .map((event) => asFields(event.metadata))
    .find(({ usage }) => isFields(usage));
  const completion = deltas.flatMap(blockText).join('');
  return { id: undefined, completion, usage: usageOf(metadata?.usage) };
}

/** The answer to either, or the list of a stream's events. */
export function readConverseResponse(body: unknown): ResponseContent {
  if (Array.isArray(body)) return readStream(body.filter(isFields));
  const { output, usage } = asFields(body);
  const message = asFields(output).message;
  const completion = isFields(message) ? blocksText(message.content) : undefined;
  return { id: undefined, completion, usage: usageOf(usage) };
}
