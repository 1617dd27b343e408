import t from 'tap';
import { isPasswordRight } from '../../../services/storage/password-hash.ts';
import {
  deleteStaffSession,
  findStaffUserByToken,
  insertStaffSession,
} from '../../../services/storage/staff-sessions.ts';
import {
  findStaffUserByEmail,
  insertStaffUser,
  listStaffUsers,
  updateStaffPassword,
} from '../../../services/storage/staff-users.ts';
import { startStores } from '../../support/stores.ts';

await t.test('staff users and sessions', async (t) => {
  const { pool } = await startStores(t);
  const inOneHour = () => new Date(Date.now() + 3_600_000);

  await t.test('an address is taken once, whatever its case', async (t) => {
    const given = { email: ' Ada@Example.com', password: 'first pass', role: 'admin' } as const;
    t.match(await insertStaffUser(pool, given), { email: 'ada@example.com', role: 'admin' });
    t.equal(await insertStaffUser(pool, { ...given, password: 'other' }), undefined);
    t.match(await listStaffUsers(pool), [{ email: 'ada@example.com' }]);
    const stored = await findStaffUserByEmail(pool, 'ADA@example.com');
    t.ok(await isPasswordRight('first pass', stored?.passwordHash ?? ''));
    t.notOk(await isPasswordRight('other', stored?.passwordHash ?? ''));
    t.notMatch(stored?.passwordHash, /first/);
    t.notOk(await isPasswordRight('x', 'plain-text'));
  });

  await t.test('a session ends by sign-out, by its time and by a new password', async (t) => {
    const ada = await findStaffUserByEmail(pool, 'ada@example.com');
    const id = ada?.staffUserId ?? '';
    const token = await insertStaffSession(pool, { staffUserId: id, expiresAt: inOneHour() });
    t.match(await findStaffUserByToken(pool, token), { email: 'ada@example.com' });
    await deleteStaffSession(pool, token);
    t.equal(await findStaffUserByToken(pool, token), undefined);

    const late = await insertStaffSession(pool, {
      staffUserId: id,
      expiresAt: new Date(Date.now() - 1),
    });
    t.equal(await findStaffUserByToken(pool, late), undefined);

    const open = await insertStaffSession(pool, { staffUserId: id, expiresAt: inOneHour() });
    t.ok(await updateStaffPassword(pool, 'Ada@example.com', 'second pass'));
    t.equal(await findStaffUserByToken(pool, open), undefined);
    const stored = await findStaffUserByEmail(pool, 'ada@example.com');
    t.ok(await isPasswordRight('second pass', stored?.passwordHash ?? ''));
    t.notOk(await updateStaffPassword(pool, 'nobody@example.com', 'x'));
  });
});
