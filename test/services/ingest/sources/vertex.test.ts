import t from 'tap';
import {
  readFixture,
  translateBody,
  translateFixture,
} from '../../../support/translate-fixture.ts';

const { events, errors } = await translateFixture('vertex');

await t.test(
  'a call of Gemini is read whole, with the share of the calls that is logged',
  async (t) => {
    t.same(events[0], {
      event_id: '12345678901234567890',
      occurred_at: '2026-11-23T10:00:00.123Z',
      account_id: 'sa@project.example',
      model: 'large',
      operation: 'generate_content',
      status: 200,
      usage: { input_tokens: 30, output_tokens: 10, cached_input_tokens: 10, reasoning_tokens: 6 },
      request: {
        temperature: 0.4,
        top_p: 0.8,
        max_output_tokens: 64,
        n: 2,
        stream: false,
        logprobs: true,
        top_logprobs: 5,
        seed: 3,
        tools: ['look'],
        response_format: 'application/json',
      },
      messages: [
        { role: 'system', content: 'Be brief.' },
        { role: 'user', content: 'What is it?' },
        { role: 'assistant', content: 'look({"at":1})' },
        { role: 'tool', content: '{"seen":"heron"}' },
      ],
      completion: 'A heron.',
      sample_rate: 0.25,
    });
  },
);

await t.test('Claude on Vertex is read, from JSON as text', async (t) => {
  t.match(events[1], {
    event_id: '7',
    model: 'other',
    request: { stream: true },
    messages: [{ role: 'user', content: 'Hi' }],
    completion: 'Hello',
    usage: { input_tokens: 7, output_tokens: 1, cached_input_tokens: 5 },
  });
});

await t.test('a body in pieces is put together, and an id that lost digits is no id', async (t) => {
  t.match(events[2], {
    event_id: /^sha256:/,
    occurred_at: '2026-09-21T14:13:20.000Z',
    status: 429,
    messages: [{ role: 'user', content: 'Hi' }],
  });
});

await t.test('a row that nobody joined with the audit log has no account', async (t) => {
  t.match(errors, [
    { line: 4, event_id: '8', code: 'account_missing', message: /principal_email/ },
  ]);
});

await t.test('a piece of a body that is no text fails no request', async (t) => {
  const [row] = await readFixture('vertex');
  const pieces = [{ toString: 0 }, null, 7];
  const hostile = { ...row, full_request: null, request_payload: pieces };
  const read = await translateBody('vertex', JSON.stringify(hostile));
  t.match(read.events, [{ content_state: 'truncated' }]);
});
