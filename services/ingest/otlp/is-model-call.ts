import { find, findText } from './genai-names.ts';
import type { Attributes } from './protocol/any-value.ts';
import type { TelemetryRecord } from './telemetry.ts';

// Any operation beside these is taken for a call: a new one must not make calls vanish.
const otherOperations: ReadonlySet<string> = new Set([
  'retrieval',
  'execute_tool',
  'create_agent',
  'invoke_agent',
  'invoke_workflow',
  'plan',
  'rerank',
]);

const openInferenceCalls: ReadonlySet<unknown> = new Set([undefined, 'LLM', 'EMBEDDING']);

/** The one event of the conventions that stands for a call; the others are single messages of one. */
const callEvent = 'gen_ai.client.inference.operation.details';

function namesCall(attributes: Attributes): boolean {
  if (!openInferenceCalls.has(attributes.get('openinference.span.kind'))) return false;
  const operation = findText(attributes, 'operation');
  if (operation === undefined) return find(attributes, 'model') !== undefined;
  return !otherOperations.has(operation) && !operation.includes('memory');
}

/** Whether a span or log record stands for one call to a model: not a tool, an agent, a health check or a message. */
export function isModelCall({ signal, name, attributes }: TelemetryRecord): boolean {
  if (signal === 'logs' && name.startsWith('gen_ai.') && name !== callEvent) return false;
  return namesCall(attributes);
}
