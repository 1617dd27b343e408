import t from 'tap';
import {
  readFixture,
  translateBody,
  translateFixture,
} from '../../../support/translate-fixture.ts';

const { events, errors, refusals } = await translateFixture('litellm');

await t.test('a call is read whole', async (t) => {
  t.same(events[0], {
    event_id: 'chatcmpl-l1',
    occurred_at: '2026-09-21T14:13:20.250Z',
    account_id: 'user-3',
    org_id: 'team-7',
    api_key_id: '88dc28d0',
    end_user_id: 'customer-9',
    model: 'large',
    operation: 'chat',
    status: 200,
    latency_ms: 1500,
    client: { ip: '203.0.113.9', user_agent: 'openai-node/5.1' },
    usage: { input_tokens: 30, output_tokens: 12, cached_input_tokens: 8, reasoning_tokens: 4 },
    request: {
      temperature: 0.2,
      max_output_tokens: 256,
      stream: true,
      logprobs: true,
      top_logprobs: 5,
      logit_bias: { 50256: -100 },
      tools: ['clock'],
    },
    messages: [
      { role: 'system', content: 'Answer briefly.' },
      { role: 'user', content: 'What is the time?' },
    ],
    completion: 'One moment.\nclock({"zone":"UTC"})',
  });
});

await t.test('a failure has its status, and redacted content is no content', async (t) => {
  t.match(events[1], {
    status: 429,
    content_state: 'redacted',
    latency_ms: 500,
    model: 'gpt-large',
  });
  t.equal(events[1]?.['occurred_at'], '2026-09-21T13:46:40.500Z');
  t.notOk(events[1] !== undefined && 'messages' in events[1]);
  t.equal(events[1]?.['account_id'], '88dc28d0', 'the key stands for an account that is not named');
});

await t.test('a record without an account is refused by name and takes nobody along', async (t) => {
  t.equal(events.length, 2);
  t.match(errors, [{ line: 3, event_id: 'l3', code: 'account_missing' }]);
  t.match(errors[0]?.message, /metadata\.user_api_key_user_id, metadata\.user_api_key_hash/);
  t.equal(refusals.get('account_missing'), 1);
});

await t.test('content that was switched off is absent', async (t) => {
  const [record] = await readFixture('litellm');
  const bare = { ...record, messages: null, response: null };
  const read = await translateBody('litellm', JSON.stringify(bare));
  t.match(read.events, [{ content_state: 'absent', usage: { input_tokens: 30 } }]);
  t.notOk(read.events[0] !== undefined && 'completion' in read.events[0]);
});

await t.test('fields that an older version casts to text read the same', async (t) => {
  const [record] = await readFixture('litellm');
  const cast = {
    ...record,
    ...{ prompt_tokens: '30', startTime: '1790000000.25', response_time: '1.5', stream: 'True' },
    messages: JSON.stringify(record?.['messages']),
    model_parameters: JSON.stringify(record?.['model_parameters']),
  };
  t.same((await translateBody('litellm', JSON.stringify(cast))).events[0], events[0]);
});

await t.test('one message that claims redaction hides nothing', async (t) => {
  const [record] = await readFixture('litellm');
  const messages = [
    { role: 'user', content: 'redacted-by-litellm' },
    { role: 'user', content: 'Go on.' },
  ];
  const read = await translateBody('litellm', JSON.stringify({ ...record, messages }));
  t.match(read.events[0]?.['messages'], messages);
});
