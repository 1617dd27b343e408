import fc from 'fast-check';
import t from 'tap';
import { splitRecords } from '../../../services/ingest/split-records.ts';

function split(body: string): string[] {
  return [...splitRecords(Buffer.from(body))].map(
    ({ line, bytes }) => `${line}:${bytes.toString()}`,
  );
}

const cases: readonly (readonly [fact: string, body: string, records: readonly string[]])[] = [
  [
    'lines are numbered as they stand, blank ones included',
    '{"a":1}\n\n \n{"b":2}\n',
    ['1:{"a":1}', '4:{"b":2}'],
  ],
  [
    'CRLF and a byte order mark are no part of a record',
    '\ufeff{"a":1}\r\n{"b":2}\r\n',
    ['1:{"a":1}', '2:{"b":2}'],
  ],
  ['one object may span lines', '{\n "a": 1\n}\n', ['1:{\n "a": 1\n}']],
  [
    'an object whose first line ends in a brace may span lines',
    '{"a": {}\n, "b": 1}',
    ['1:{"a": {}\n, "b": 1}'],
  ],
  ['a broken first line leaves the others alone', '{"a":\n{"b":2}', ['1:{"a":', '2:{"b":2}']],
  [
    'an array is split into its elements as they came',
    '[{"a":"],["}, {"b": [1]},\n7 ]\n',
    ['1:{"a":"],["}', '2:{"b": [1]}', '3:7'],
  ],
  ['an empty array holds nothing', ' [ ] ', []],
  [
    'an array that is cut short shows it in its last element',
    '[{"a":1},{"b"',
    ['1:{"a":1}', '2:{"b"'],
  ],
  ['an array without its end shows an empty element', '[{"a":1},', ['1:{"a":1}', '2:']],
  ['what follows an array is an element that no one can parse', '[1]x', ['1:1', '2:x']],
  ['a stray bracket stays within its element', '[{"a":]},{"b":1}]', ['1:{"a":]}', '2:{"b":1}']],
  [
    'an escaped quote does not end a string',
    String.raw`["a\",b\\",1]`,
    [String.raw`1:"a\",b\\"`, '2:1'],
  ],
  ['an empty body holds nothing', ' \r\n ', []],
];

for (const [fact, body, records] of cases) {
  t.same(split(body), records, fact);
}

await t.test('elements of any array come out as JSON.parse sees them', (t) => {
  fc.assert(
    fc.property(fc.array(fc.jsonValue()), fc.constantFrom(undefined, 2), (values, indent) => {
      const body = Buffer.from(JSON.stringify(values, null, indent));
      const found = [...splitRecords(body)].map(
        ({ bytes }) => JSON.parse(bytes.toString()) as unknown,
      );
      t.same(JSON.stringify(found), JSON.stringify(values));
    }),
  );
  t.end();
});
