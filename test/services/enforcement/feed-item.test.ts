import fc from 'fast-check';
import t from 'tap';
import type { Restriction } from '../../../services/enforcement/restriction.ts';
import { createItemWriter, formatDuration } from '../../../services/enforcement/feed-item.ts';

t.test('durations are written as Go writes them', async (t) => {
  t.equal(formatDuration(13_917_300), '3h51m57.3s');
  t.equal(formatDuration(90_000_000), '25h0m0s');
  t.equal(formatDuration(61_000), '1m1s');
  t.equal(formatDuration(900), '0.9s');
  t.equal(formatDuration(-90_500), '-1m30.5s');
});

t.test('a duration reads back to a tenth of a second, never longer than it is', async (t) => {
  const form = /^(?:(\d+)h)?(?:(\d+)m)?(\d+(?:\.\d)?)s$/;
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 4e11 }), (ms) => {
      const [, hours = '0', minutes = '0', seconds = ''] = form.exec(formatDuration(ms)) ?? [];
      const read = (Number(hours) * 3_600 + Number(minutes) * 60 + Number(seconds)) * 1_000;
      t.ok(read <= ms + 0.001 && ms - read < 100.001, `${ms} ms`);
    }),
  );
});

t.test(
  'an item has the same number wherever it is written, and another for another target',
  async (t) => {
    const restriction: Restriction = {
      ...{ decisionId: 7, until: 5_000 },
      ...{ action: 'suspend_account', type: 'ban' },
    };
    const write = createItemWriter(0);
    const of = (value: string) =>
      JSON.parse(write({ scope: 'account', value, restriction })) as { id: number; value: string };
    t.equal(of('a').id, of('a').id);
    t.not(of('a').id, of('b').id);
    t.ok(Number.isSafeInteger(of('a').id));
    t.match(of('a'), { until: '1970-01-01T00:00:05.000Z', duration: '5s', decision_id: '7' });
    const odd = 'a"\\ é\n';
    t.equal(of(odd).value, odd);
  },
);
