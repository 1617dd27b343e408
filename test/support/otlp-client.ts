import type { Attributes } from '@opentelemetry/api';
import { resourceFromAttributes } from '@opentelemetry/resources';
import {
  LoggerProvider,
  type LogRecordProcessor,
  type ReadableLogRecord,
} from '@opentelemetry/sdk-logs';
import { BasicTracerProvider, type ReadableSpan } from '@opentelemetry/sdk-trace-base';

/** Spans as the SDK makes them, ended, in order. */
export function recordSpans(calls: readonly Attributes[]): ReadableSpan[] {
  const spans: ReadableSpan[] = [];
  const nothing = () => Promise.resolve();
  const collect = {
    onStart: () => undefined,
    onEnd: (span: ReadableSpan) => {
      spans.push(span);
    },
    ...{ forceFlush: nothing, shutdown: nothing },
  };
  const provider = new BasicTracerProvider({
    resource: resourceFromAttributes({ 'service.name': 'gateway' }),
    spanProcessors: [collect],
  });
  const tracer = provider.getTracer('test');
  for (const attributes of calls) tracer.startSpan('chat m1', { attributes }).end();
  return spans;
}

/** Log records as the SDK makes them, in order. */
export function recordLogs(calls: readonly Attributes[]): ReadableLogRecord[] {
  const records: ReadableLogRecord[] = [];
  const collect: LogRecordProcessor = {
    onEmit: (record) => {
      records.push(record);
    },
    forceFlush: () => Promise.resolve(),
    shutdown: () => Promise.resolve(),
  };
  const logger = new LoggerProvider({ processors: [collect] }).getLogger('test');
  for (const attributes of calls) {
    logger.emit({ eventName: 'gen_ai.client.inference.operation.details', attributes });
  }
  return records;
}

interface Exporter<Item> {
  export(items: Item[], onResult: (result: { readonly code: number }) => void): void;
}

/** Whether the exporter says that all were delivered, after what it retries by itself. */
export async function exportAll<Item>(
  exporter: Exporter<Item>,
  items: readonly Item[],
): Promise<boolean> {
  const { promise, resolve } = Promise.withResolvers<boolean>();
  exporter.export([...items], ({ code }) => {
    // ExportResultCode.SUCCESS
    resolve(code === 0);
  });
  return promise;
}
