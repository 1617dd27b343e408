import fc from 'fast-check';
import t from 'tap';
import { findExceeded } from '../../../services/automation/budget.ts';
import { previewPolicy, readPolicyEvidence } from '../../../services/automation/examine-policy.ts';
import { policyOf } from '../../builders/policies.ts';
import { orderOf, startDesk, type DeskCase } from '../../support/case-desk.ts';
import { findingOf, storeEvidence } from '../../support/sample-evidence.ts';
import { startStores } from '../../support/stores.ts';

const stores = await startStores(t);
const { pool } = stores;
const { app, addKey, post, get, undo } = await startDesk(t, stores);
const policy = policyOf();

/** A case that the policy is about. */
async function open(accountId: string): Promise<DeskCase> {
  const finding = findingOf(accountId, 1, { level: 'act', score: 15, requests_seen: 900 });
  await storeEvidence(pool, { findings: [finding] });
  const list = `/api/cases?order=harm&state=all&subject=${accountId}`;
  const [found] = (await get<{ items: DeskCase[] }>(list)).items;
  if (found === undefined) throw new Error(`no case of ${accountId}`);
  return found;
}

/** Closes a case of the account by a person; returns the decision and the case. */
async function close(accountId: string, action = 'suspend_account') {
  const found = await open(accountId);
  const deserved = action === 'no_action' ? 'no' : 'yes';
  const order = orderOf(found, { action, deserved_review: deserved });
  const answer = await post('lead', `/api/cases/${found.id}/decisions`, order);
  return { decisionId: answer.json<{ id: string }>().id, caseId: found.id };
}

const counted = async () => {
  const { precision } = await readPolicyEvidence(pool, policy);
  return [precision.count, precision.of];
};

await t.test('right is what a person restricted and nobody took back', async (t) => {
  t.same(await counted(), [0, 0]);
  await close('right');
  t.same(await counted(), [1, 1]);
  await close('watched', 'watch');
  await close('cleared', 'no_action');
  t.same(await counted(), [1, 3]);

  const { decisionId } = await close('undone');
  t.same(await counted(), [2, 4]);
  await undo(decisionId);
  t.same(await counted(), [1, 4]);

  const { caseId } = await close('looked-at-again');
  t.same(await counted(), [2, 5]);
  await pool.query(
    `insert into labels (case_id, subject_kind, subject_id, deserved_review, source, detectors, labelled_by)
     values ($1, 'account', 'looked-at-again', 'no', 'second_look', '{}', 'staff:2')`,
    [caseId],
  );
  t.same(await counted(), [1, 5]);
});

await t.test('what no person closed, or is of another kind, is no evidence', async (t) => {
  const before = await counted();
  await open('still-open');
  const byProgram = await open('by-program');
  const answer = await app.inject({
    method: 'POST',
    url: `/api/cases/${byProgram.id}/decisions`,
    headers: { authorization: `Bearer ${await addKey('api')}` },
    payload: orderOf(byProgram, { deserved_review: 'yes' }),
  });
  t.equal(answer.statusCode, 201);
  const finding = findingOf('review-level', 1, { level: 'review', score: 15 });
  await storeEvidence(pool, { findings: [finding] });
  t.same(await counted(), before);
});

await t.test('a preview has everybody whom it is about, the largest first', async (t) => {
  const traffic = { accounts: 100, requests: 100_000 };
  await pool.query(`insert into accounts (account_id, verified) values ('right', true)`);
  const preview = await previewPolicy(pool, policy, traffic);
  t.equal(preview.accounts, 6);
  t.same(preview.exempt, { verified: 1 });
  t.same(preview.byClass, { product: 6 });
  t.equal(preview.shareOfAccounts, 0.06);
  t.equal(preview.shareOfRequests, (6 * 900) / 100_000);
  t.same(preview.largest.map(({ accountId }) => accountId).sort(), [
    'by-program',
    'cleared',
    'looked-at-again',
    'right',
    'still-open',
    'undone',
    'watched',
  ]);
});

t.test('no order of acts ever exceeds a budget', (t) => {
  const share = fc.double({ min: 0.001, max: 1, noNaN: true });
  fc.assert(
    fc.property(
      fc.record({
        accounts_per_hour: fc.integer({ min: 1, max: 20 }),
        ...{ share_of_accounts: share, share_of_requests: share },
      }),
      fc.record({
        accounts: fc.integer({ min: 1, max: 500 }),
        requests: fc.integer({ min: 1, max: 100_000 }),
      }),
      fc.array(fc.integer({ min: 0, max: 5_000 }), { maxLength: 60 }),
      (budget, traffic, wanted) => {
        const spent = { accountsInHour: 0, accountsInDay: 0, requestsInDay: 0 };
        for (const requests of wanted) {
          if (findExceeded({ budget }, { spent, requests, traffic }) !== null) break;
          spent.accountsInHour += 1;
          spent.accountsInDay += 1;
          spent.requestsInDay += requests;
        }
        t.ok(spent.accountsInHour <= budget.accounts_per_hour);
        t.ok(spent.accountsInDay / traffic.accounts <= budget.share_of_accounts);
        t.ok(spent.requestsInDay / traffic.requests <= budget.share_of_requests);
      },
    ),
  );
  t.end();
});
