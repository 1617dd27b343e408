import type { Message } from '../../contracts/usage-event.ts';
import { isFields, type Fields } from '../json-checks.ts';
import { gatherCalls, scatterCall, type AzureCall } from './azure-rows.ts';
import { joinPieces, readBodyJson } from './body-text.ts';
import { composeEvent, refuseShape } from './compose-event.ts';
import { messageText, toMessages } from './messages.ts';
import type { Source } from './source.ts';
import { asBoolean, asCount, asFields, asNumber, asText, unlessEmpty } from './values.ts';

interface Pieced {
  readonly messages: readonly Message[] | undefined;
  readonly isCut: boolean;
}

/** Large messages are one JSON text cut over the rows of a call; small ones are a list in the row itself. */
function pieceTogether(rows: readonly Fields[], column: string): Pieced {
  const pieces = rows
    .map((row) => row[column])
    .filter((piece) => piece !== undefined && piece !== null && piece !== '');
  if (pieces.length === 0) return { messages: undefined, isCut: false };
  const lists = pieces.map(readBodyJson);
  if (lists.every(Array.isArray)) return { messages: toMessages(lists.flat()), isCut: false };
  const whole = readBodyJson(joinPieces(pieces));
  if (whole === undefined) return { messages: undefined, isCut: true };
  return { messages: toMessages(Array.isArray(whole) ? whole : [whole]), isCut: false };
}

/** The sequence of a call is whole when its numbers follow one another from 0 or 1. */
function hasGap(rows: readonly Fields[]): boolean {
  const numbers = rows
    .map(({ SequenceNumber }) => asCount(SequenceNumber))
    .filter((n) => n !== undefined);
  const first = numbers[0] ?? 0;
  return first > 1 || numbers.some((number, place) => number !== first + place);
}

/** Of each column what the first row says that says anything: counts stand in one of them only. */
function mergeRows(rows: readonly Fields[]): Fields {
  const entries = rows.toReversed().flatMap((row) => Object.entries(row));
  const known = entries.filter(([, value]) => value !== null && value !== '');
  return Object.fromEntries(known);
}

function usageOf(row: Fields): Fields | undefined {
  return unlessEmpty({
    input_tokens: asCount(row.PromptTokens),
    output_tokens: asCount(row.CompletionTokens),
  });
}

function answerOf({ messages }: Pieced): string | undefined {
  return messages?.map(({ content }) => messageText({ content })).join('\n');
}

function callParts(llm: readonly Fields[], columns: Fields) {
  const asked = pieceTogether(llm, 'RequestMessages');
  const isCut = asked.isCut || (asked.messages !== undefined && hasGap(llm));
  return {
    ids: [columns.CorrelationId, columns.RequestId],
    time: columns.TimeGenerated ?? columns.Time,
    model: asText(columns.DeploymentName) ?? columns.ModelName,
    operation: 'chat',
    status: asCount(columns.ResponseCode),
    latencyMs: asNumber(columns.TotalTime),
    usage: usageOf(columns),
    request: unlessEmpty({ stream: asBoolean(columns.IsStreamCompletion) }),
    messages: asked.messages,
    completion: answerOf(pieceTogether(llm, 'ResponseMessages')),
    contentState: isCut ? ('truncated' as const) : undefined,
  };
}

/**
 * The LLM log of Azure API Management, its messages pieced together and joined with the gateway log of the same
 * request to us. A row of the gateway log alone is skipped: it may be any API's.
 */
export const azureApim: Source = {
  name: 'azure-apim',
  gather: gatherCalls,
  scatter: scatterCall,
  translate: (record, mapping) => {
    if (!isFields(record) || !Array.isArray(record.llm))
      return refuseShape('a row with a CorrelationId');
    const { llm, gateway } = record as unknown as AzureCall;
    if (llm.length === 0) return 'skip';
    const merged = mergeRows(llm);
    const headers = readBodyJson(gateway?.RequestHeaders);
    const columns = { ...asFields(gateway), RequestHeaders: headers, ...merged };
    const names = { time: 'TimeGenerated', model: 'DeploymentName or ModelName' };
    return composeEvent({ record: columns, mapping, names }, callParts(llm, columns));
  },
};
