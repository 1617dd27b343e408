import { shippedIdentityMapping } from '../config/env.ts';
import { loadIdentityMappings, mappingOf } from '../services/ingest/identity-mappings.ts';
import type { Encoding } from '../services/ingest/otlp/decode-request.ts';
import { readOtlp } from '../services/ingest/otlp/read-otlp.ts';
import { call, span, toProtobuf, traces } from '../test/support/otlp-requests.ts';
import { round, type Bench } from './bench.ts';
import { cpuPerOperation, parseCost } from './measure.ts';

const spansPerRequest = 512;

/** A call with a conversation of about 1 KB, as a gateway writes it. */
function conversationSpan(index: number): object {
  const content = `Question ${String(index)}: ${'what does this mean, and why? '.repeat(20)}`;
  const input = [{ role: 'user', parts: [{ type: 'text', content }] }];
  const output = [
    { role: 'assistant', parts: [{ type: 'text', content: 'It depends. '.repeat(30) }] },
  ];
  const conversation = {
    'gen_ai.input.messages': JSON.stringify(input),
    'gen_ai.output.messages': JSON.stringify(output),
    'gen_ai.request.temperature': 0.7,
    'gen_ai.request.max_tokens': 1_024,
    'gen_ai.response.id': `response-${String(index)}`,
    'client.address': '203.0.113.9',
    'user_agent.original': 'client/1.0',
  };
  const spanId = (index + 1).toString(16).padStart(16, '0');
  return span({ spanId, attributes: { ...call, ...conversation } });
}

/** Decoding and normalising OTLP, up to the line that goes into the batch. */
export const otlp: Bench = {
  name: 'otlp',
  run: async ({ isQuick }) => {
    const requests = isQuick ? 4 : 40;
    const spans = Array.from({ length: spansPerRequest }, (_, index) => conversationSpan(index));
    const request = traces(spans, { 'service.name': 'gateway' });
    const bodies = {
      protobuf: toProtobuf('traces', request),
      json: Buffer.from(JSON.stringify(request)),
    };
    const identity = mappingOf(await loadIdentityMappings(shippedIdentityMapping), 'otlp');
    const text = bodies.json.toString();
    const parse = await parseCost(spansPerRequest, [text]);
    const rows: (readonly [string, number, number, number, number])[] = [];
    for (const named of ['protobuf', 'json'] satisfies Encoding[]) {
      const reading = { signal: 'traces', named, identity } as const;
      const cost = await cpuPerOperation(requests * spansPerRequest, async () => {
        for (let done = 0; done < requests; done += 1) await readOtlp(bodies[named], reading);
      });
      const bytes = Math.round(bodies[named].length / spansPerRequest);
      rows.push([named, bytes, round(cost), round(cost / parse), Math.round(1e6 / cost)]);
    }
    return [
      {
        title: 'OTLP, without HTTP',
        columns: [
          ...['encoding', 'bytes per span', 'CPU us per span'],
          ...['times JSON.parse of the JSON', 'spans a second on one core'],
        ],
        rows,
        note: `Requests of ${String(spansPerRequest)} spans with messages and answer, decoded, normalised, checked and written as lines; the best of three runs.`,
      },
    ];
  },
};
