import t from 'tap';
import {
  readFixture,
  translateBody,
  translateFixture,
} from '../../../support/translate-fixture.ts';

const { events, errors, skipped } = await translateFixture('azure-apim');

await t.test(
  'the rows of a call come together, in their sequence, with the gateway log',
  async (t) => {
    t.same(events[0], {
      event_id: 'c-1',
      occurred_at: '2026-11-23T10:00:00.123Z',
      account_id: 'sub-1',
      api_key_id: 'sub-1',
      org_id: 'unlimited',
      model: 'large',
      operation: 'chat',
      status: 200,
      latency_ms: 1500,
      client: { ip: '203.0.113.9', user_agent: 'py/1' },
      usage: { input_tokens: 40, output_tokens: 7 },
      request: { stream: false },
      messages: [
        { role: 'system', content: 'Be brief.' },
        { role: 'user', content: 'What is it?' },
      ],
      completion: 'A heron.',
    });
  },
);

await t.test('rows as diagnostic settings write them read the same', async (t) => {
  t.match(events[1], {
    event_id: 'c-2',
    account_id: 'sub-2',
    status: 429,
    client: { ip: '203.0.113.10' },
    usage: { input_tokens: 5, output_tokens: 1 },
    request: { stream: true },
    messages: [{ role: 'user', content: 'Hi' }],
  });
});

await t.test('what cannot be joined is refused, and another API’s calls are skipped', async (t) => {
  t.equal(events.length, 2);
  t.equal(skipped, 1);
  t.match(errors, [
    { line: 9, code: 'source_record_invalid', message: /CorrelationId/ },
    { line: 7, event_id: 'c-3', code: 'account_missing' },
  ]);
});

await t.test('a call that misses a row of its messages is truncated', async (t) => {
  const rows = (await readFixture('azure-apim')).filter((_, place) => place !== 3);
  const read = await translateBody('azure-apim', JSON.stringify({ records: rows }));
  t.match(read.events[0], { event_id: 'c-1', content_state: 'truncated', account_id: 'sub-1' });
});

await t.test('the order in which rows come changes nothing', async (t) => {
  const turned = (await readFixture('azure-apim')).toReversed();
  const read = await translateBody(
    'azure-apim',
    turned.map((row) => JSON.stringify(row)).join('\n'),
  );
  t.same(read.events.toReversed(), events);
});

await t.test(
  'a piece of messages that is no text, found by a fuzzer, fails no request',
  async (t) => {
    const rows = await readFixture('azure-apim');
    const hostile = {
      ...rows[0],
      RequestMessages: { toString: 0 },
      ResponseMessages: [{ join: 0 }],
    };
    const read = await translateBody('azure-apim', JSON.stringify([hostile, ...rows.slice(1)]));
    t.equal(read.events.length, 2);
  },
);
