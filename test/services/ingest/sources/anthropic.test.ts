import t from 'tap';
import { translateFixture } from '../../../support/translate-fixture.ts';

const { events, errors } = await translateFixture('anthropic');

await t.test('a message is read whole, its input with what the cache gave and took', async (t) => {
  t.same(errors, []);
  t.same(events[0], {
    event_id: 'msg_1',
    occurred_at: '2026-11-23T10:00:00.000Z',
    account_id: 'acct-1',
    org_id: 'org-5',
    end_user_id: 'end-1',
    model: 'large',
    operation: 'chat',
    status: 200,
    client: { ip: '2001:db8::7' },
    usage: { input_tokens: 1110, output_tokens: 5, cached_input_tokens: 1000 },
    request: { temperature: 1, max_output_tokens: 1024, tools: ['look'] },
    messages: [
      { role: 'system', content: 'Be brief.' },
      { role: 'user', content: 'What is it?' },
      { role: 'assistant', content: 'look({"at":1})' },
      { role: 'tool', content: 'a heron' },
    ],
    completion: 'A heron.',
  });
});

await t.test('the events of a stream come together', async (t) => {
  t.match(events[1], {
    event_id: 'msg_2',
    request: { stream: true },
    completion: 'Hello',
    usage: { input_tokens: 3, output_tokens: 2 },
  });
});
