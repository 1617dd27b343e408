import t from 'tap';
import { shippedIdentityMapping } from '../../../../config/env.ts';
import type { UsageEvent } from '../../../../services/contracts/usage-event.ts';
import { loadIdentityMappings, mappingOf } from '../../../../services/ingest/identity-mappings.ts';
import { readOtlp } from '../../../../services/ingest/otlp/read-otlp.ts';
import {
  call,
  keyValues,
  logs,
  span,
  toProtobuf,
  traces,
  type Attributes,
} from '../../../support/otlp-requests.ts';

const identity = mappingOf(await loadIdentityMappings(shippedIdentityMapping), 'otlp');

type Signal = 'traces' | 'logs';
interface Told {
  readonly named: 'json' | 'protobuf';
}

async function read(signal: Signal, request: object, { named }: Told = { named: 'json' }) {
  const isJson = named === 'json';
  const body = isJson ? Buffer.from(JSON.stringify(request)) : toProtobuf(signal, request);
  const { accepted, rejected, unread } = await readOtlp(body, { signal, named, identity });
  const events = accepted.map(({ bytes }) => JSON.parse(bytes.toString()) as UsageEvent);
  return { events, rejected, unread };
}

const readSpan = async (attributes: Attributes) =>
  (await read('traces', traces([span({ attributes })]))).events;

await t.test(
  'OpenInference: indexed messages, token counts and one JSON of parameters',
  async (t) => {
    const attributes = {
      'openinference.span.kind': 'LLM',
      'llm.model_name': 'm2',
      'llm.provider': 'openai',
      'llm.invocation_parameters': '{"temperature":0,"max_tokens":64,"logit_bias":{"50256":-100}}',
      'llm.input_messages.1.message.role': 'user',
      'llm.input_messages.1.message.content': 'Why?',
      'llm.input_messages.0.message.role': 'system',
      'llm.input_messages.0.message.content': 'Be short.',
      'llm.output_messages.0.message.role': 'assistant',
      'llm.output_messages.0.message.content': 'Because.',
      'llm.token_count.prompt': 12,
      'llm.token_count.completion': 3,
      'llm.token_count.prompt_details.cache_read': 8,
      'llm.token_count.completion_details.reasoning': 1,
      'user.id': 'a1',
    };
    t.match(await readSpan(attributes), [
      {
        ...{ account_id: 'a1', model: 'm2' },
        usage: { input_tokens: 12, output_tokens: 3, cached_input_tokens: 8, reasoning_tokens: 1 },
        request: { temperature: 0, max_output_tokens: 64, logit_bias: { 50256: -100 } },
        messages: [
          { role: 'system', content: 'Be short.' },
          { role: 'user', content: 'Why?' },
        ],
        completion: 'Because.',
      },
    ]);
    t.same(await readSpan({ ...attributes, 'openinference.span.kind': 'TOOL' }), []);
  },
);

await t.test('Cloudflare: its own names of provider, prompt and completion', async (t) => {
  const attributes = {
    'gen_ai.model.provider': 'anthropic',
    'gen_ai.request.model': 'm3',
    'gen_ai.prompt_json': '{"messages":[{"role":"user","content":"Why?"}]}',
    'gen_ai.completion_json': '{"choices":[{"message":{"role":"assistant","content":"Because."}}]}',
    'gen_ai.usage.prompt_tokens': 5,
    'gen_ai.usage.completion_tokens': 2,
    ...{ 'user.id': 'a2', 'organization.id': 'o2', 'session.id': 's2' },
  };
  t.match(await readSpan(attributes), [
    {
      ...{ account_id: 'a2', org_id: 'o2', session_id: 's2', model: 'm3' },
      usage: { input_tokens: 5, output_tokens: 2 },
      messages: [{ role: 'user', content: 'Why?' }],
      completion: 'Because.',
    },
  ]);
});

await t.test(
  'names of before: what a caller still writes reads as the current ones do',
  async (t) => {
    const attributes = {
      'gen_ai.system': 'openai',
      'gen_ai.operation.name': 'chat',
      'gen_ai.request.model': 'm4',
      'gen_ai.prompt.0.role': 'user',
      'gen_ai.prompt.0.content': 'Why?',
      'gen_ai.completion.0.content': 'Because.',
      'gen_ai.openai.request.seed': 7,
      'enduser.id': 'a3',
    };
    t.match(await readSpan(attributes), [
      {
        ...{ account_id: 'a3', model: 'm4', operation: 'chat', request: { seed: 7 } },
        messages: [{ role: 'user', content: 'Why?' }],
        completion: 'Because.',
      },
    ]);
  },
);

await t.test('an id that is too long counts by its hash, the same one each time', async (t) => {
  const long = 'x'.repeat(200);
  const ids = { 'user.id': long, 'organization.id': long, 'session.id': `${long}y` };
  const [event] = await readSpan({ ...call, ...ids });
  t.match(event?.account_id, /^sha256:[0-9a-f]{64}$/);
  t.equal(event?.org_id, event?.account_id);
  t.match(event?.session_id, /^sha256:/);
  t.not(event?.session_id, event?.account_id);
  t.same(await readSpan({ ...call, ...ids }), [event]);

  const record = { attributes: keyValues({ ...call, 'gen_ai.response.id': long }) };
  const request = logs([{ ...record, timeUnixNano: '1790000000000000000' }]);
  const { events } = await read('logs', request);
  t.equal(events[0]?.event_id, event?.account_id);
});

await t.test(
  'a record without any id counts by the hash of what it says, in both encodings',
  async (t) => {
    const record = (question: string) => ({
      timeUnixNano: '1790000000123456789',
      attributes: keyValues({ ...call, 'gen_ai.prompt_json': question }),
    });
    const request = logs([record('Why?'), record('Why?'), record('How?')]);
    const { events } = await read('logs', request);
    const [first, again, other] = events.map((event) => event.event_id);
    t.match(first, /^[0-9a-f]{64}$/);
    t.equal(again, first);
    t.not(other, first);
    const inProtobuf = await read('logs', request, { named: 'protobuf' });
    t.same(inProtobuf.events, events);
  },
);

await t.test(
  'what names no account is kept as a request that reads as the same call',
  async (t) => {
    const { 'user.id': _account, ...nameless } = call;
    const more = {
      'gen_ai.input.messages': '[{"role":"user","parts":[{"type":"text","content":"Why?"}]}]',
      'gen_ai.request.temperature': 0.25,
      'gen_ai.request.stream': true,
      nested: { list: ['a', 1, { b: 2 }] },
    };
    const attributes = keyValues({ ...nameless, ...more });
    const times = { timeUnixNano: '1790000000123456000' };
    const requests = {
      traces: traces([span({ attributes: { ...nameless, ...more } })], { 'service.name': 'g' }),
      logs: logs([{ ...times, attributes, body: { stringValue: 'said' } }], {
        'service.name': 'g',
      }),
    };
    const mended = { ...identity, account_id: ['service.name'] };
    for (const signal of ['traces', 'logs'] as const) {
      const request = requests[signal];
      const { rejected, unread } = await read(signal, request);
      t.equal(rejected, 1);
      t.match(unread, { records: [String], codes: { account_missing: 1 } });
      const readBy = async (text: string) => {
        const reading = { signal, named: 'json', identity: mended } as const;
        const { accepted } = await readOtlp(Buffer.from(text), reading);
        return accepted.map(({ bytes }) => JSON.parse(bytes.toString()) as UsageEvent);
      };
      const again = await readBy(unread.records[0] ?? '');
      t.match(again, [{ account_id: 'g', request: { temperature: 0.25, stream: true } }]);
      t.same(again, await readBy(JSON.stringify(request)), 'its id is the same, too');
    }
  },
);

await t.test(
  'the call around it may name the account under a name that is mapped later',
  async (t) => {
    const { 'user.id': _account, ...nameless } = call;
    const outer = span({ spanId: 'a'.repeat(16), attributes: { tenant: 't1' } });
    const inner = span({ parentSpanId: 'a'.repeat(16), attributes: nameless });
    const { unread } = await read('traces', traces([outer, inner]));
    const mapped = { ...identity, account_id: ['tenant'] };
    const reading = { signal: 'traces', named: 'json', identity: mapped } as const;
    const { accepted } = await readOtlp(Buffer.from(unread.records[0] ?? ''), reading);
    t.equal(accepted[0]?.accountId, 't1');
  },
);
