import { isModelCall } from './is-model-call.ts';
import type { Attributes } from './protocol/any-value.ts';
import type { TelemetryRecord } from './telemetry.ts';
import type { Call } from './to-usage-event.ts';

// Deeper nesting, or a ring of parents, ends the walk.
const maxDepth = 64;

const keyOf = ({ traceId, spanId }: Pick<TelemetryRecord, 'traceId' | 'spanId'>) =>
  `${traceId}-${spanId}`;

type Spans = ReadonlyMap<string, TelemetryRecord>;

function listAround(record: TelemetryRecord, spans: Spans): readonly TelemetryRecord[] {
  const around: TelemetryRecord[] = [];
  let next = spans.get(keyOf({ traceId: record.traceId, spanId: record.parentSpanId }));
  while (next !== undefined && around.length < maxDepth) {
    around.push(next);
    next = spans.get(keyOf({ traceId: next.traceId, spanId: next.parentSpanId }));
  }
  return around;
}

/**
 * One call for each innermost span of a request. A gateway's span and the inference span inside it are one call: the
 * inner one knows tokens and content and stays, the outer ones lend it the identity that they carry. Spans of one call
 * that come in different requests cannot be told apart here and count twice.
 */
export function dropOuterCalls(records: readonly TelemetryRecord[]): Call[] {
  const spans: Spans = new Map(records.filter(isIdentified).map((each) => [keyOf(each), each]));
  const outer = new Set<TelemetryRecord>();
  const calls = records.map((record) => {
    const around = record.parentSpanId === '' ? [] : listAround(record, spans);
    if (around.length > 0 && isModelCall(record)) {
      for (const each of around) if (each !== record) outer.add(each);
    }
    const attributes: Attributes[] = around.map((each) => each.attributes);
    return { record, around: attributes };
  });
  return calls.filter(({ record }) => !outer.has(record) || !isModelCall(record));
}

const isIdentified = ({ idProblem, spanId }: TelemetryRecord) =>
  idProblem === undefined && spanId !== '';
