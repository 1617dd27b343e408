import t from 'tap';
import type { Finding } from '../../../services/contracts/finding.ts';
import { insertReturning } from '../../../services/storage/returning-alerts.ts';
import { inTransaction } from '../../../services/storage/transaction.ts';
import { orderOf, startDesk } from '../../support/case-desk.ts';
import { findingOf } from '../../support/sample-evidence.ts';
import { startStores } from '../../support/stores.ts';

const stores = await startStores(t);
const { post, openCase } = await startDesk(t, stores);
const { pool } = stores;
const day = 86_400_000;

/** The level still stands, on requests up to so many days from now. */
function standingOf(accountId: string, inDays: number, given: Partial<Finding> = {}): Finding {
  return { ...findingOf(accountId, 1), last_event_at: Date.now() + inDays * day, ...given };
}
const raiseAgain = (...standing: Finding[]) =>
  inTransaction(pool, (client) => insertReturning(client, standing));

async function close(accountId: string, given: Parameters<typeof orderOf>[1]) {
  const found = await openCase(accountId);
  const order = orderOf(found, { deserved_review: 'yes', ...given });
  const answer = await post('lead', `/api/cases/${found.id}/decisions`, order);
  t.equal(answer.statusCode, 201);
}

const noAction = { action: 'no_action', deserved_review: 'no' };

await t.test(
  'an account under an open case is no news, nor is one that was never raised',
  async (t) => {
    await openCase('acct_open');
    t.same(
      await raiseAgain(standingOf('acct_open', 1, { score: 99 }), standingOf('nobody', 1)),
      [],
    );
  },
);

await t.test('evidence beyond what was judged opens a case again, once', async (t) => {
  await close('acct_more', noAction);
  t.same(await raiseAgain(standingOf('acct_more', 1, { score: 4 })), [], 'less than a nat more');
  t.same(await raiseAgain(standingOf('acct_more', -1, { score: 9 })), [], 'no traffic since');
  const more = standingOf('acct_more', 1, { score: 9 });
  t.same(await raiseAgain(more, { ...more, score: 8 }), ['account:acct_more:review:2']);
  t.same(await raiseAgain(more), [], 'work that is repeated adds nothing');
  const { rows } = await pool.query(
    `select status, score from cases where subject_id = 'acct_more' order by case_id`,
  );
  t.same(rows, [
    { status: 'closed', score: 3.25 },
    { status: 'open', score: 9 },
  ]);
});

await t.test('what was decided for a time settles it for that time', async (t) => {
  await close('acct_watched', { action: 'watch' });
  t.same(await raiseAgain(standingOf('acct_watched', 1)), [], 'while it is watched');
  // Time passes: the only way to see a decision expire without waiting for it.
  await pool.query('alter table decisions disable trigger user');
  await pool.query(
    `update decisions set decided_at = now() - interval '20 days', expires_at = now() - interval '1 hour'`,
  );
  await pool.query('alter table decisions enable trigger user');
  t.same(await raiseAgain(standingOf('acct_watched', -0.1)), [], 'no traffic since it ended');
  t.same(await raiseAgain(standingOf('acct_watched', 1)), ['account:acct_watched:review:2']);
});

await t.test('what was found honest stays settled at the same evidence', async (t) => {
  await close('acct_honest', noAction);
  t.same(await raiseAgain(standingOf('acct_honest', 400)), []);
});
