import fc from 'fast-check';
import t from 'tap';
import { createByteReader } from '../../../../workers/detection/sketches/byte-reader.ts';
import { createByteWriter } from '../../../../workers/detection/sketches/byte-writer.ts';

const items = fc.array(
  fc.oneof(
    fc.tuple(fc.constant('u8' as const), fc.nat(0xff)),
    fc.tuple(fc.constant('u16' as const), fc.nat(0xffff)),
    fc.tuple(fc.constant('u32' as const), fc.nat(0xffffffff)),
    fc.tuple(fc.constant('f32' as const), fc.float()),
    fc.tuple(fc.constant('f64' as const), fc.double()),
    fc.tuple(fc.constant('varint' as const), fc.maxSafeNat()),
    fc.tuple(fc.constant('zigzag' as const), fc.integer({ min: -(2 ** 52), max: 2 ** 52 - 1 })),
  ),
);

const units = fc.nat(0xffff).map((unit) => String.fromCharCode(unit));
const wildStrings = fc.array(fc.array(units).map((parts) => parts.join('')));

t.test('a reader gives back what was written, lone surrogates included', async () => {
  fc.assert(
    fc.property(items, wildStrings, fc.uint8Array(), (numbers, strings, raw) => {
      const writer = createByteWriter(1);
      for (const [kind, value] of numbers) writer[kind](value);
      for (const value of strings) writer.string(value);
      writer.bytes(raw);
      const bytes = writer.finish();
      const reader = createByteReader(bytes);
      const isSame =
        bytes.length === writer.length &&
        numbers.every(([kind, value]) => Object.is(reader[kind](), value)) &&
        strings.every((value) => reader.string() === value) &&
        Buffer.compare(reader.bytes(raw.length), raw) === 0;
      return isSame && reader.remaining === 0;
    }),
  );
});

t.test('a reader never runs past the end of cut or random bytes', async () => {
  fc.assert(
    fc.property(fc.uint8Array(), (bytes) => {
      const reader = createByteReader(bytes);
      for (const read of [reader.string, reader.varint, reader.zigzag, reader.f64, reader.u16]) {
        try {
          read();
        } catch (error) {
          if ((error as { code?: string }).code !== 'profile_undecodable') return false;
        }
      }
      return reader.remaining >= 0;
    }),
  );
});

t.test('a read past the end says which kind of error it is', async (t) => {
  const writer = createByteWriter();
  writer.u32(7);
  writer.clear();
  writer.u8(0xff);
  const reader = createByteReader(writer.finish());
  t.throws(() => reader.u32(), { code: 'profile_undecodable', status: 500 });
  t.throws(() => reader.varint(), { code: 'profile_undecodable' });
});
