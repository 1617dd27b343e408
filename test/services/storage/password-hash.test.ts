import t from 'tap';
import {
  hashPassword,
  isHashOutdated,
  isPasswordRight,
} from '../../../services/storage/password-hash.ts';

// Made by the first release.
const oldHash =
  'scrypt$32768$8$3$oR6BDO1Cng1OjG4oAxHx6A==$WvbLaBS8OlH4VfAArRUXryQkQrpyiU1d47w87+78LzU=';
// A test vector of the reference implementation (phc-winner-argon2, src/test.c).
const weakHash =
  '$argon2id$v=19$m=256,t=2,p=1$c29tZXNhbHQ$nf65EOgLrQMR/uIPnA4rEsF5h7TKyQwu9U1bMCHGi/4';

await t.test('a hash says how it was made and matches its password only', async (t) => {
  const hash = await hashPassword('correct horse battery');
  t.match(hash, /^\$argon2id\$v=19\$m=19456,t=2,p=1\$[\w+/]{22}\$[\w+/]{43}$/);
  t.ok(await isPasswordRight('correct horse battery', hash));
  t.notOk(await isPasswordRight('Correct horse battery', hash));
  t.not(await hashPassword('correct horse battery'), hash, 'salted');
  t.notOk(isHashOutdated(hash));
});

await t.test('letters that look the same are the same password', async (t) => {
  t.ok(await isPasswordRight('Schlu\u0308sselbund 1', await hashPassword('Schl\u00fcsselbund 1')));
});

await t.test('a hash of the first release still matches, and is to be replaced', async (t) => {
  t.ok(await isPasswordRight('first release', oldHash));
  t.notOk(await isPasswordRight('second release', oldHash));
  t.ok(isHashOutdated(oldHash));
});

await t.test('a hash with other settings matches and is to be replaced', async (t) => {
  t.ok(await isPasswordRight('password', weakHash));
  t.notOk(await isPasswordRight('passwort', weakHash));
  t.ok(isHashOutdated(weakHash));
});

await t.test('what is no hash matches nothing', async (t) => {
  for (const hash of ['', 'plain-text', '$argon2i$v=19$m=8,t=1,p=1$AAAA$AAAA', 'scrypt$1']) {
    t.notOk(await isPasswordRight(hash, hash), hash);
  }
});
