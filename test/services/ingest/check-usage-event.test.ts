import fc from 'fast-check';
import t from 'tap';
import { usageEvent } from '../../../services/contracts/usage-event.ts';
import { isUsageEvent } from '../../../services/ingest/check-usage-event.ts';
import { explainRefusal } from '../../../services/ingest/explain-refusal.ts';
import { usageEvents } from '../../arbitraries/usage-events.ts';

const fields = [
  ...Object.keys(usageEvent.shape),
  ...['client.ip', 'client.asn', 'client.user_agent', 'usage.input_tokens', 'request.temperature'],
  ...['request.n', 'request.logprobs', 'request.logit_bias', 'request.tools', 'request.seed'],
  ...['messages.0', 'messages.0.role', 'messages.0.content', 'extra', '__proto__', 'constructor'],
];

const oddValues = fc.oneof(
  fc.constantFrom(null, '', 'x', '7', 7, 0, -1, 1.5, 2 ** 53, Infinity, true, 'full', 'a\0b'),
  fc.constantFrom('\ud800', '2026-02-29T00:00:00Z', '2024-02-29T23:59:59.5+05:30', '2024-01-01'),
  fc.constantFrom([], {}, ['x'], [7], { a: 'x' }, { a: 1 }, [{ role: 'user', content: 'x' }]),
  fc.constantFrom(...[64, 65, 128, 129, 256, 257, 1025].map((length) => 'y'.repeat(length))),
);

/** The event with one field set to something else; `undefined` takes it away. */
function change(event: unknown, field: string, value: unknown): unknown {
  const copy = JSON.parse(JSON.stringify(event)) as Record<string, unknown>;
  const path = field.split('.');
  let parent = copy;
  for (const name of path.slice(0, -1)) parent = (parent[name] ??= {}) as Record<string, unknown>;
  Object.defineProperty(parent, path.at(-1) ?? '', { value, enumerable: true, configurable: true });
  return copy;
}

await t.test('the hand check and the schema accept the same values', (t) => {
  const changes = fc.tuple(usageEvents(), fc.constantFrom(...fields), fc.option(oddValues));
  fc.assert(
    fc.property(changes, ([event, field, value]) => {
      const changed = change(event, field, value);
      return isUsageEvent(changed) === usageEvent.safeParse(changed).success;
    }),
    { numRuns: 3_000 },
  );
  fc.assert(fc.property(usageEvents(), (event) => isUsageEvent(event)));
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      return isUsageEvent(value) === usageEvent.safeParse(value).success;
    }),
  );
  t.end();
});

await t.test('a refusal names the place and what was expected, and no value', (t) => {
  const event = { event_id: 'e', occurred_at: '2026-01-01T00:00:00Z', account_id: 'a', model: 'm' };
  const explain = (more: object) => explainRefusal(usageEvent, { ...event, ...more });
  t.match(explain({ usage: { input_tokens: '7' } }), /^usage.input_tokens: .*number.*string/);
  t.match(explain({ messages: [{ role: 'user', content: 5 }] }), /^messages.0.content: /);
  t.equal(explainRefusal(usageEvent, 5), 'record: expected object, received number');
  const secret = explain({ request: { logit_bias: { 'My Secret prompt': 'x' } } });
  t.match(secret, /^request.logit_bias.\*: /);
  t.notMatch(secret, /Secret/);
  t.notMatch(explain({ content_state: 'My Secret prompt' }), /Secret/);
  t.end();
});
