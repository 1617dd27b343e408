import fc from 'fast-check';
import t from 'tap';
import type { Decision } from '../../../services/storage/decisions.ts';
import { draftStatement, isStatementDue } from '../../../services/review/statement-of-reasons.ts';
import { loadDetectors } from '../../../workers/load-detection.ts';

const detectors = await loadDetectors();

const decision: Decision = {
  ...{ decisionId: '1', caseId: '1', caseVersion: 1, action: 'suspend_account' },
  ...{ policyClause: 'No competing models', reason: 'score of nineteen on its bank of slots' },
  ...{
    affectedAccounts: 1,
    apiKeyIds: [],
    networks: [],
    beginsAt: new Date('2026-10-04T00:00:00Z'),
    expiresAt: new Date('2027-01-02T00:00:00Z'),
  },
  ...{ undoes: null, undoneBy: null, decidedBy: 'staff:1', decidedAt: new Date(0) },
  ...{ deservedReview: 'yes', evidenceSha256: '', needsSecond: false, approval: null },
  state: 'in_force',
};

t.test('a statement names clause, end and appeal, and teaches nothing', async (t) => {
  fc.assert(
    fc.property(fc.subarray(detectors.map(({ family }) => family)), (families) => {
      const text = draftStatement(decision, new Set(families));
      t.match(text, /No competing models/);
      t.match(text, /until 2027-01-02/);
      t.match(text, /you can appeal/);
      const withoutDate = text.replace('2027-01-02', '');
      return (
        !/\d/.test(withoutDate) &&
        !text.includes(decision.reason) &&
        detectors.every(({ id, title }) => !text.includes(id) && !text.includes(title))
      );
    }),
    { numRuns: 50 },
  );
});

t.test('every family of detectors has its words, but counter-evidence', async (t) => {
  const bare = draftStatement(decision, new Set());
  for (const family of new Set(detectors.map((each) => each.family))) {
    t.equal(draftStatement(decision, new Set([family])) === bare, family === 'counter', family);
  }
});

t.test('says truly who decided', async (t) => {
  const draft = (given: Partial<Decision>) => draftStatement({ ...decision, ...given }, new Set());
  const approval = {
    verdict: 'approved',
    isBreakGlass: false,
    reason: 'x',
    approvedAt: '',
  } as const;
  t.match(draft({}), 'A person on our staff has decided this');
  t.notMatch(draft({ decidedBy: 'key:1' }), /A person on our staff/);
  t.match(draft({ approval: { ...approval, approvedBy: 'staff:2' } }), 'Another person');
  const alone = { ...approval, isBreakGlass: true, approvedBy: 'staff:1' };
  t.notMatch(draft({ approval: alone }), /Another person/);
});

t.test('is due only while something restricts a customer', async (t) => {
  t.ok(isStatementDue(decision));
  t.notOk(isStatementDue({ ...decision, action: 'watch' }));
  t.notOk(isStatementDue({ ...decision, state: 'pending' }));
});
