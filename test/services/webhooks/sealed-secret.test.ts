import { randomBytes } from 'node:crypto';
import fc from 'fast-check';
import t from 'tap';
import { openSecret, sealSecret } from '../../../services/webhooks/sealed-secret.ts';

const key = randomBytes(32);
const unreadable = { code: 'credential_unreadable' };

await t.test('what was sealed opens again, and never looks the same twice', (t) => {
  fc.assert(
    fc.property(fc.string({ minLength: 1, maxLength: 1_000, unit: 'grapheme' }), (secret) => {
      const sealed = sealSecret(key, '7', secret);
      return (
        openSecret(key, '7', sealed) === secret && !sealed.equals(sealSecret(key, '7', secret))
      );
    }),
  );
  t.end();
});

await t.test('another key, another endpoint and a changed bit all fail to open it', (t) => {
  const sealed = sealSecret(key, '7', 'of the product');
  t.throws(() => openSecret(randomBytes(32), '7', sealed), unreadable);
  t.throws(() => openSecret(key, '8', sealed), unreadable);
  for (let bit = 0; bit < sealed.length * 8; bit += 1) {
    const changed = Buffer.from(sealed);
    changed[bit >> 3] = (changed[bit >> 3] ?? 0) ^ (1 << (bit & 7));
    t.throws(() => openSecret(key, '7', changed), unreadable);
  }
  t.end();
});

await t.test('one that is cut short is unreadable too', (t) => {
  const sealed = sealSecret(key, '7', 'of the product');
  for (const bytes of [0, 11, 12, 20, 28, sealed.length - 1]) {
    t.throws(() => openSecret(key, '7', sealed.subarray(0, bytes)), unreadable);
  }
  t.end();
});
