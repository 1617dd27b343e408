import t from 'tap';
import { translateBody, translateFixture } from '../../../support/translate-fixture.ts';

const { events, errors, skipped } = await translateFixture('envoy');

await t.test('numbers as text are numbers, and a dash is nothing', async (t) => {
  t.same(events[0], {
    event_id: 'r1',
    occurred_at: '2026-11-23T10:00:00.000Z',
    account_id: 'acct-1',
    api_key_id: 'client-4',
    model: 'large',
    operation: 'chat',
    status: 200,
    latency_ms: 1834,
    client: { ip: '203.0.113.9', user_agent: 'py/1' },
    usage: { input_tokens: 41, output_tokens: 180 },
    content_state: 'absent',
  });
});

await t.test('an address is read without its port', async (t) => {
  t.match(events[1], { status: 503, latency_ms: 2, client: { ip: '2001:db8::5' } });
  t.notOk(events[1] !== undefined && 'usage' in events[1]);
});

await t.test('a call to no model is skipped; a template that logs none is told so', async (t) => {
  t.equal(skipped, 1);
  t.match(errors, [
    { line: 4, event_id: 'r4', code: 'source_record_invalid', message: /gen_ai\.request\.model/ },
  ]);
});

await t.test('names that a shipper took apart at their dots are put together', async (t) => {
  const record = {
    start_time: '2026-11-23T10:00:00.000Z',
    'x-account-id': 'a1',
    gen_ai: { request: { model: 'm1' }, usage: { output_tokens: '180' } },
  };
  const { events } = await translateBody('envoy', JSON.stringify(record));
  t.match(events, [{ account_id: 'a1', model: 'm1', usage: { output_tokens: 180 } }]);
});
