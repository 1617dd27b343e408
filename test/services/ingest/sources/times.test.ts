import fc from 'fast-check';
import t from 'tap';
import { toMs, toTimestamp } from '../../../../services/ingest/sources/times.ts';

const cases: readonly (readonly [given: unknown, timestamp: string | undefined])[] = [
  ['2026-11-23T10:00:00Z', '2026-11-23T10:00:00.000Z'],
  ['2026-11-23T10:00:00.1234567+02:00', '2026-11-23T08:00:00.123Z'],
  ['2026-11-23 10:00:00.123456 UTC', '2026-11-23T10:00:00.123Z'],
  ['2026-11-23 10:00:00', '2026-11-23T10:00:00.000Z'],
  [1_790_000_000, '2026-09-21T14:13:20.000Z'],
  [1_790_000_000.25, '2026-09-21T14:13:20.250Z'],
  ['1790000000123', '2026-09-21T14:13:20.123Z'],
  ['1790000000123000000', '2026-09-21T14:13:20.123Z'],
  ['', undefined],
  ['-', undefined],
  ['soon', undefined],
  [null, undefined],
  [0, undefined],
  [-5, undefined],
  [1e300, undefined],
];

for (const [given, timestamp] of cases) {
  t.test(`${JSON.stringify(given)} is ${timestamp ?? 'no time'}`, async (t) => {
    t.equal(toTimestamp(given), timestamp);
  });
}

t.test('a moment reads the same in every unit and form', async (t) => {
  const moments = fc.integer({ min: Date.UTC(2000, 0, 1), max: Date.UTC(2200, 0, 1) });
  fc.assert(
    fc.property(moments, (ms) => {
      const forms = [ms, String(ms), ms / 1000, ms * 1000, `${ms}000000`];
      const text = new Date(ms).toISOString();
      const texts = [text, text.replace('T', ' ').replace('Z', ' UTC')];
      return [...forms, ...texts].every((form) => Math.round(toMs(form) ?? 0) === ms);
    }),
  );
  t.pass('read');
});
