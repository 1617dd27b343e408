import fc from 'fast-check';
import t from 'tap';
import { lookUp } from '../../../../services/ingest/sources/look-up.ts';

const record = {
  'gen_ai.request.model': 'm',
  'a.b': { c: 1 },
  a: { 'b.c': 2, d: { e: 3 } },
  request: { headers: { 'X-Account-ID': ['a7', 'a8'] } },
  requestHeaders: { 'user-agent': 'py/1' },
  request_tags: ['team', 'user-agent: node/5'],
};

const cases: readonly (readonly [name: string, found: unknown])[] = [
  ['gen_ai.request.model', 'm'],
  ['a.d.e', 3],
  ['a.b.c', 2],
  ['request.headers.x-account-id', 'a7'],
  ['requestHeaders.User-Agent', 'py/1'],
  ['request_tags.User-Agent', 'node/5'],
  ['a.x', undefined],
  ['a.d.e.f', undefined],
  ['__proto__', undefined],
  ['a.constructor.name', undefined],
  ['', undefined],
];

for (const [name, found] of cases) {
  t.test(`'${name}' finds ${String(found)}`, async (t) => {
    t.equal(lookUp(record, name), found);
  });
}

t.test('every key of every object is found by its path, whatever dots it holds', async (t) => {
  const key = fc.stringMatching(/^[a-c.]{1,5}$/);
  fc.assert(
    fc.property(key, key, fc.nat(), (outer, inner, value) => {
      return lookUp({ [outer]: { [inner]: value } }, `${outer}.${inner}`) === value;
    }),
  );
  t.pass('found');
});
