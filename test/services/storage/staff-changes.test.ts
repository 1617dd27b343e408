import t from 'tap';
import { listAuditEntries } from '../../../services/storage/audit-entries.ts';
import { isPasswordRight } from '../../../services/storage/password-hash.ts';
import * as changes from '../../../services/storage/staff-changes.ts';
import {
  findStaffUserByToken,
  insertStaffSession,
} from '../../../services/storage/staff-sessions.ts';
import {
  findStaffUserByActor,
  findStaffUserByEmail,
  type StaffRole,
} from '../../../services/storage/staff-users.ts';
import { startStores } from '../../support/stores.ts';

const { pool } = await startStores(t);
const password = 'not written down anywhere';
const add = (name: string, role: StaffRole) =>
  changes.addStaffUser(pool, 'system', { email: `${name}@example.com`, password, role });
const signIn = (staffUserId: string) =>
  insertStaffSession(pool, { staffUserId, expiresAt: new Date(Date.now() + 3_600_000) });
const by = (actor: string, { staffUserId }: { readonly staffUserId: string }) => ({
  actor,
  staffUserId,
});
const alan = await add('alan', 'admin');
const asAlan = `staff:${alan.staffUserId}`;

await t.test('an address is taken once', async (t) => {
  await t.rejects(add('alan', 'lead'), { code: 'email_taken' });
});

await t.test('nobody takes their own admin role or access away', async (t) => {
  await t.rejects(changes.changeRole(pool, by(asAlan, alan), 'lead'), {
    code: 'own_role_forbidden',
  });
  await t.rejects(changes.disableStaffUser(pool, by(asAlan, alan)), { code: 'own_role_forbidden' });
});

await t.test('the last active admin stays one', async (t) => {
  const away = await add('away', 'admin');
  await changes.disableStaffUser(pool, by(asAlan, away));
  await t.rejects(changes.changeRole(pool, by('system', alan), 'lead'), {
    code: 'last_admin_needed',
  });
  await t.rejects(changes.disableStaffUser(pool, by('system', alan)), {
    code: 'last_admin_needed',
  });
  t.match(await changes.changeRole(pool, by(asAlan, away), 'auditor'), { role: 'auditor' });
});

await t.test('of two admins who disable each other at once one stays', async (t) => {
  const grace = await add('grace', 'admin');
  const results = await Promise.allSettled([
    changes.disableStaffUser(pool, by(asAlan, grace)),
    changes.disableStaffUser(pool, by(`staff:${grace.staffUserId}`, alan)),
  ]);
  t.same(results.map(({ status }) => status).sort(), ['fulfilled', 'rejected']);
  await changes.enableStaffUser(pool, by('system', alan));
});

await t.test('a disabled person is out at once, and back only with a new session', async (t) => {
  const rosa = await add('rosa', 'reviewer');
  const token = await signIn(rosa.staffUserId);
  t.type((await changes.disableStaffUser(pool, by(asAlan, rosa))).disabledAt, Date);
  t.equal(await findStaffUserByToken(pool, token), undefined);
  t.equal(await findStaffUserByActor(pool, `staff:${rosa.staffUserId}`), undefined);
  t.match(await changes.enableStaffUser(pool, by(asAlan, rosa)), { disabledAt: null });
  t.equal(await findStaffUserByToken(pool, token), undefined);
  t.match(await findStaffUserByToken(pool, await signIn(rosa.staffUserId)), { role: 'reviewer' });
});

await t.test('another role holds from the next request on', async (t) => {
  const ada = await add('ada', 'reviewer');
  const token = await signIn(ada.staffUserId);
  await changes.changeRole(pool, by(asAlan, ada), 'lead');
  t.match(await findStaffUserByToken(pool, token), { role: 'lead' });
});

await t.test('a new password ends the sessions that the old one opened', async (t) => {
  const olga = await add('olga', 'auditor');
  const token = await signIn(olga.staffUserId);
  await changes.resetPassword(pool, by(asAlan, olga), 'made by the server');
  t.equal(await findStaffUserByToken(pool, token), undefined);
  const stored = await findStaffUserByEmail(pool, 'olga@example.com');
  t.ok(await isPasswordRight('made by the server', stored?.passwordHash ?? ''));
});

await t.test('there is nobody under an id that is none', async (t) => {
  for (const staffUserId of ['999999', 'x', '']) {
    await t.rejects(changes.disableStaffUser(pool, { actor: 'system', staffUserId }), {
      code: 'not_found',
    });
  }
});

await t.test('each change is audited once, without addresses and passwords', async (t) => {
  const eve = await add('eve', 'reviewer');
  const about = by(asAlan, eve);
  await changes.changeRole(pool, about, 'lead');
  await changes.changeRole(pool, about, 'lead');
  await changes.disableStaffUser(pool, about);
  await changes.disableStaffUser(pool, about);
  await changes.enableStaffUser(pool, about);
  await changes.enableStaffUser(pool, about);
  await changes.resetPassword(pool, about, 'another made one');
  const filter = { subjectKind: 'staff_user', subjectId: `staff:${eve.staffUserId}` };
  const { items } = await listAuditEntries(pool, filter, { limit: 20 });
  t.same(
    items.map(({ actor, action, detail }) => [actor, action, JSON.parse(detail) as unknown]),
    [
      [asAlan, 'staff_password_reset', {}],
      [asAlan, 'staff_user_enabled', {}],
      [asAlan, 'staff_user_disabled', {}],
      [asAlan, 'staff_role_changed', { from: 'reviewer', to: 'lead' }],
      ['system', 'staff_user_added', { role: 'reviewer' }],
    ],
  );
  const { rows } = await pool.query<{ row: string }>('select a::text as row from audit_entries a');
  t.notMatch(rows.map(({ row }) => row).join('\n'), /example\.com|made|written down/);
});
