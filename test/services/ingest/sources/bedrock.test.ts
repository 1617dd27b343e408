import t from 'tap';
import {
  readFixture,
  translateBody,
  translateFixture,
} from '../../../support/translate-fixture.ts';

const { events, errors } = await translateFixture('bedrock');

await t.test('Converse is read whole', async (t) => {
  t.same(errors, []);
  t.same(events[0], {
    event_id: 'b-1',
    occurred_at: '2026-11-23T10:00:00.000Z',
    account_id: 'arn:aws:sts::123456789012:assumed-role/app/session',
    org_id: '123456789012',
    end_user_id: 'end-2',
    model: 'anthropic.large',
    operation: 'chat',
    status: 200,
    usage: { input_tokens: 135, output_tokens: 150, cached_input_tokens: 100 },
    request: {
      temperature: 0.5,
      top_p: 0.9,
      max_output_tokens: 512,
      stream: false,
      tools: ['look'],
    },
    messages: [
      { role: 'system', content: 'Be brief.' },
      { role: 'user', content: 'What is it?' },
      { role: 'assistant', content: 'look({"at":1})' },
      { role: 'tool', content: 'a heron' },
    ],
    completion: 'A heron.',
  });
});

await t.test('a body as text and an answer in chunks are read', async (t) => {
  t.match(events[1], {
    request: { stream: true, max_output_tokens: 9 },
    messages: [{ role: 'user', content: 'Hi' }],
    completion: 'Hello',
    usage: { input_tokens: 8, output_tokens: 2 },
  });
  t.match(events[4], {
    request: { stream: true },
    completion: 'Good day',
    usage: { input_tokens: 4, output_tokens: 3 },
  });
});

await t.test('content that lies in S3 is absent, and its tokens count', async (t) => {
  t.match(events[2], {
    content_state: 'absent',
    usage: { input_tokens: 90_000, output_tokens: 4000 },
  });
});

await t.test('an error has a status, and Titan’s names are read', async (t) => {
  t.match(events[3], {
    status: 429,
    messages: [{ role: 'user', content: 'Once' }],
    request: { max_output_tokens: 20, temperature: 0, top_p: 1 },
  });
});

await t.test('a name longer than an id may be is its hash, always the same', async (t) => {
  const [record] = await readFixture('bedrock');
  const arn = `arn:aws:sts::123456789012:assumed-role/${'r'.repeat(64)}/${'s'.repeat(64)}`;
  const body = JSON.stringify(
    [1, 2].map((id) => ({ ...record, requestId: `x${id}`, identity: { arn } })),
  );
  const { events: hashed } = await translateBody('bedrock', body);
  t.match(hashed[0]?.['account_id'], /^sha256:[0-9a-f]{64}$/);
  t.equal(hashed[1]?.['account_id'], hashed[0]?.['account_id']);
});
