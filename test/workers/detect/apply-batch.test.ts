import t from 'tap';
import { encodeBatch } from '../../../services/queue/batch.ts';
import { parseBatch } from '../../../workers/detect/apply-batch.ts';

const fields = { event_id: 'e', occurred_at: '2026-05-01T00:00:00Z', account_id: 'a', model: 'm' };

function parse(line: string, source: string | null) {
  const record = { kind: 'event', referenceAt: 5, source, line: Buffer.from(line) } as const;
  return parseBatch(encodeBatch({ receivedAt: 7_200_000, records: [record] }));
}

t.test('an event reads without its nulls, under the hour of its batch', async (t) => {
  const { hour, records } = parse(
    JSON.stringify({ ...fields, org_id: null, source: null }),
    'edge',
  );
  t.equal(hour, 2);
  t.same(records, [{ kind: 'event', event: { ...fields, source: 'edge' }, referenceAt: 5 }]);
});

t.test('what is no JSON is named without being quoted', async (t) => {
  t.throws(() => parse('secret words', null), {
    code: 'batch_undecodable',
    message: /a line is no JSON\.$/,
  });
});
