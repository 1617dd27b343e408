import type { Attributes } from '@opentelemetry/api';
import { resourceFromAttributes } from '@opentelemetry/resources';
import {
  BasicTracerProvider,
  type ReadableSpan,
  type SpanExporter,
} from '@opentelemetry/sdk-trace-base';

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

/** Whether the exporter says that the spans were delivered, after what it retries by itself. */
export async function exportSpans(
  exporter: SpanExporter,
  spans: readonly ReadableSpan[],
): Promise<boolean> {
  const { promise, resolve } = Promise.withResolvers<boolean>();
  exporter.export([...spans], ({ code }) => {
    // ExportResultCode.SUCCESS
    resolve((code as number) === 0);
  });
  return promise;
}
