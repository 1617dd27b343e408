import t from 'tap';
import { translateFixture } from '../../../support/translate-fixture.ts';

const { events, errors, skipped } = await translateFixture('kong');

await t.test('a call in today’s fields is read whole', async (t) => {
  t.same(events[0], {
    event_id: 'kong-1',
    occurred_at: '2026-09-21T14:13:20.123Z',
    account_id: 'acct-1',
    org_id: 'default',
    api_key_id: 'key-1',
    end_user_id: 'end-3',
    session_id: 's-1',
    model: 'large',
    operation: 'chat',
    status: 200,
    latency_ms: 921,
    client: { ip: '203.0.113.9', user_agent: 'py/1' },
    usage: { input_tokens: 12, output_tokens: 3, cached_input_tokens: 4, reasoning_tokens: 1 },
    request: { temperature: 0.5 },
    messages: [{ role: 'user', content: 'Hello' }],
    completion: 'Hi.',
  });
});

await t.test('the fields of 3.6 to 3.9 are read under the name of the plug-in', async (t) => {
  t.match(events[1], {
    event_id: 'kong-2',
    account_id: 'consumer-1',
    status: 429,
    client: { user_agent: 'py/1' },
    usage: { input_tokens: 5, output_tokens: 2 },
    messages: [{ role: 'user', content: 'Bye' }],
  });
});

await t.test('a call of another API is skipped, and an address is no account', async (t) => {
  t.equal(skipped, 1);
  t.equal(events.length, 2);
  t.match(errors, [{ line: 4, event_id: 'kong-4', code: 'account_missing' }]);
});
