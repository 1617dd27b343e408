import t from 'tap';
import {
  readFixture,
  translateBody,
  translateFixture,
} from '../../../support/translate-fixture.ts';

const { events, errors } = await translateFixture('openai');

await t.test('chat completions are read whole', async (t) => {
  t.same(errors, []);
  t.same(events[0], {
    event_id: 'chatcmpl-1',
    occurred_at: '2026-11-23T09:00:00.500Z',
    account_id: 'acct-1',
    org_id: 'org-1',
    end_user_id: 'end-7',
    model: 'large',
    operation: 'chat',
    status: 200,
    latency_ms: 812.5,
    client: { ip: '203.0.113.9', user_agent: 'openai-python/2.1' },
    usage: { input_tokens: 40, output_tokens: 3, cached_input_tokens: 10, reasoning_tokens: 0 },
    request: {
      temperature: 0,
      top_p: 0.9,
      max_output_tokens: 50,
      n: 2,
      stream: false,
      seed: 7,
      tools: ['look', 'web_search'],
      response_format: { type: 'json_object' },
    },
    messages: [
      { role: 'system', content: 'Be brief.' },
      { role: 'user', content: 'Name it.' },
      { role: 'assistant', content: 'look({})' },
      { role: 'tool', content: 'a heron' },
    ],
    completion: 'A heron.',
  });
});

await t.test('responses are read, streamed as text too', async (t) => {
  t.match(events[1], {
    event_id: 'gw-2',
    occurred_at: '2026-09-21T14:13:20.123Z',
    request: { max_output_tokens: 99, stream: true },
    messages: [
      { role: 'system', content: 'Be brief.' },
      { role: 'user', content: 'Hello' },
      { role: 'assistant', content: 'look({"at":1})' },
      { role: 'tool', content: 'a crane' },
    ],
    completion: 'A crane.',
    usage: { input_tokens: 20, output_tokens: 4, cached_input_tokens: 0, reasoning_tokens: 1 },
  });
});

await t.test('the older completions are read, from JSON text and a list of chunks', async (t) => {
  t.match(events[2], {
    event_id: 'cmpl-3',
    operation: 'text_completion',
    request: { logprobs: true, top_logprobs: 5, max_output_tokens: 8 },
    messages: [{ role: 'user', content: 'Once' }],
    completion: ' upon a time',
    usage: { input_tokens: 1, output_tokens: 4 },
  });
});

await t.test('a request that was cut has no messages and says so', async (t) => {
  t.match(events[3], { event_id: 'gw-4', model: 'large', content_state: 'truncated' });
  t.notOk(JSON.stringify(events[3]).includes('conte"'));
});

await t.test('a record without an id of its own has that of its content', async (t) => {
  const [record] = await readFixture('openai');
  const bare = { ...record, response: null };
  const turned = Object.fromEntries(Object.entries(bare).toReversed());
  const ids = [bare, turned, { ...bare, status: 201 }].map(async (each) => {
    return (await translateBody('openai', JSON.stringify(each))).events[0]?.['event_id'];
  });
  const [id, sameId, otherId] = await Promise.all(ids);
  t.match(id, /^sha256:[0-9a-f]{64}$/);
  t.equal(sameId, id);
  t.not(otherId, id);
});

await t.test('what a gateway redacted counts as redacted', async (t) => {
  const [record] = await readFixture('openai');
  const read = await translateBody(
    'openai',
    JSON.stringify({ ...record, content_state: 'redacted' }),
  );
  t.match(read.events, [{ content_state: 'redacted' }]);
});
