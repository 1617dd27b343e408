import { isFields, type Fields } from '../json-checks.ts';
import { readBodyJson } from './body-text.ts';
import type { NumberedRecord } from './source.ts';
import { asCount, asFields, asId, asText } from './values.ts';

/**
 * A row as Log Analytics names its columns, whichever way it came: diagnostic settings write `correlationId` and put
 * the columns of the table under `properties`.
 */
export function toColumns(row: Fields): Fields {
  const { properties, ...rest } = row;
  const all = { ...rest, ...asFields(readBodyJson(properties)) };
  const entries = Object.entries(all).map(([name, value]) => [
    `${name.slice(0, 1).toUpperCase()}${name.slice(1)}`,
    value,
  ]);
  return Object.fromEntries(entries) as Fields;
}

const llmColumns = [
  'ModelName',
  'DeploymentName',
  'RequestMessages',
  'ResponseMessages',
  'SequenceNumber',
];

function isLlmRow(columns: Fields): boolean {
  const table = `${asText(columns.Type) ?? ''} ${asText(columns.Category) ?? ''}`;
  if (/llm/i.test(table)) return true;
  return !/gatewaylogs/i.test(table) && llmColumns.some((name) => name in columns);
}

/** One call: its rows of the LLM log in their order, and of the gateway log the one that says who called. */
export interface AzureCall {
  readonly llm: readonly Fields[];
  readonly gateway: Fields | undefined;
}

interface OpenCall {
  readonly line: number;
  readonly llm: Fields[];
  gateway: Fields | undefined;
}

const sequenceOf = (row: Fields) => asCount(row.SequenceNumber) ?? 0;

function close({ line, llm, gateway }: OpenCall): NumberedRecord {
  const ordered = llm.toSorted((a, b) => sequenceOf(a) - sequenceOf(b));
  return { line, value: { llm: ordered, gateway } satisfies AzureCall };
}

/** The calls to which the rows of one request come, by their correlation id; what is no row stays what it is. */
export function gatherCalls(records: readonly NumberedRecord[]): NumberedRecord[] {
  const calls = new Map<string, OpenCall>();
  const others: NumberedRecord[] = [];
  for (const { line, value } of records) {
    const columns = isFields(value) ? toColumns(value) : {};
    const id = asId(columns.CorrelationId);
    if (id === undefined) {
      others.push({ line, value });
      continue;
    }
    const call = calls.get(id) ?? { line, llm: [], gateway: undefined };
    calls.set(id, call);
    if (isLlmRow(columns)) call.llm.push(columns);
    else call.gateway = { ...call.gateway, ...columns };
  }
  return [...others, ...[...calls.values()].map(close)];
}

/** The rows of which a call was made; what is no call is what it was. */
export function scatterCall(gathered: unknown): readonly unknown[] {
  const { llm, gateway } = asFields(gathered);
  if (!Array.isArray(llm)) return [gathered];
  return gateway === undefined ? (llm as unknown[]) : [...(llm as unknown[]), gateway];
}
