import assert from 'node:assert/strict';
import fc from 'fast-check';
import t from 'tap';
import { withoutNulls } from '../../../services/contracts/without-nulls.ts';
import { usageEvents } from '../../arbitraries/usage-events.ts';

const optionalNames = ['org_id', 'end_user_id', 'session_id', 'status', 'client', 'usage', 'x'];
const partNames = ['ip', 'asn', 'input_tokens', 'seed', 'tools', 'x'];

t.test('a record with nulls reads as the record without them', async () => {
  const names = fc.subarray(optionalNames);
  fc.assert(
    fc.property(usageEvents(), names, fc.subarray(partNames), (event, own, ofParts) => {
      const nulled: Record<string, unknown> = { ...event };
      const expected: Record<string, unknown> = { ...event };
      for (const part of ['client', 'usage', 'request'] as const) {
        const fields = ofParts.map((name) => [name, null] as const);
        if (event[part] === undefined) continue;
        nulled[part] = { ...Object.fromEntries(fields), ...event[part] };
      }
      for (const name of own) if (nulled[name] === undefined) nulled[name] = null;
      assert.deepEqual(
        withoutNulls(JSON.parse(JSON.stringify(nulled))),
        JSON.parse(JSON.stringify(expected)),
      );
    }),
  );
});

t.test('without nulls it is the value itself, whatever it is', async () => {
  fc.assert(
    fc.property(
      fc.oneof(usageEvents(), fc.constantFrom(null, 7, 'x', undefined), fc.array(fc.jsonValue())),
      (value) => {
        return withoutNulls(value) === value;
      },
    ),
  );
});

t.test('a field named __proto__ stays a field', async (t) => {
  const read = withoutNulls(JSON.parse('{"__proto__":{"account_id":"a"},"org_id":null}'));
  t.equal((read as { account_id?: string }).account_id, undefined);
});
