import fc from 'fast-check';

type Json = unknown;

interface Change {
  /** Which of the values within, as a share of all of them. */
  readonly place: number;
  readonly kind: 'replace' | 'remove' | 'double';
  readonly value: Json;
}

/** What senders get wrong, and what attackers try: other types, extreme numbers, long and odd texts, deep nesting. */
const hostileValues: fc.Arbitrary<Json> = fc.oneof(
  fc.constantFrom<Json>(null, true, '', '-', 'NaN', -1, 0, 1e308, Number.MAX_SAFE_INTEGER + 2, 0.1),
  fc.constantFrom<Json>([], {}, [[]], [null], { '': 1 }, '2026-13-99T99:99:99Z', '1e999', '\ud800'),
  fc.constant<Json>(JSON.parse('{"__proto__":{"polluted":1},"constructor":{"prototype":1}}')),
  fc
    .integer({ min: 1, max: 300 })
    .map((depth) => JSON.parse(`${'['.repeat(depth)}${']'.repeat(depth)}`) as Json),
  fc.integer({ min: 1, max: 20_000 }).map((length) => 'x'.repeat(length)),
  fc.string({ unit: 'binary', maxLength: 40 }),
  fc.jsonValue({ maxDepth: 3 }),
);

const changes: fc.Arbitrary<Change> = fc.record({
  place: fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
  kind: fc.constantFrom('replace', 'replace', 'remove', 'double'),
  value: hostileValues,
});

type Holder = Record<string, Json>;
type Spot = readonly [holder: Holder, key: string];

function* spotsOf(value: Json): Generator<Spot> {
  if (typeof value !== 'object' || value === null) return;
  for (const key of Object.keys(value)) {
    yield [value as Holder, key];
    yield* spotsOf((value as Holder)[key]);
  }
}

function apply({ kind, value }: Change, [holder, key]: Spot): void {
  if (kind === 'remove') Reflect.deleteProperty(holder, key);
  else if (kind === 'double') holder[key] = [holder[key], structuredClone(holder[key])];
  else {
    const own = { value: structuredClone(value), enumerable: true, configurable: true };
    Object.defineProperty(holder, key, { ...own, writable: true });
  }
}

/** Records with up to four values, at any depth, replaced, removed or doubled. The records stay as they are. */
export function mutated(records: readonly unknown[]): fc.Arbitrary<Json> {
  const maxLength = Math.min(4, records.length);
  const some = fc.shuffledSubarray([...records], { minLength: 1, maxLength });
  return fc.tuple(some, fc.array(changes, { maxLength: 4 })).map(([chosen, all]) => {
    const copy: Json = structuredClone(chosen);
    for (const change of all) {
      const spots = [...spotsOf(copy)];
      const spot = spots[Math.floor(change.place * spots.length)];
      if (spot !== undefined) apply(change, spot);
    }
    return copy;
  });
}
