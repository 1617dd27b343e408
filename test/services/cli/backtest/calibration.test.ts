import t from 'tap';
import { calibrate } from '../../../../services/cli/backtest/calibration.ts';
import { showCalibration } from '../../../../services/cli/backtest/show-calibration.ts';
import { flagLine, judgedAccount, outcomeOf } from '../../../support/sample-backtest.ts';

const benign = Array.from({ length: 1000 }, (_, index) =>
  judgedAccount(`b${index}`, { label: 'benign' }),
);
const judged = [...benign, judgedAccount('x')];
const segments = new Map(benign.slice(0, 100).map(({ account_id }) => [account_id, 'rag']));
const stated = { reviewRate: 0.0035, actRate: 0.0001 };

function verdictsOf(flagged: number, rates = stated) {
  const findings = [
    ...benign.slice(0, flagged).map(({ account_id }) => flagLine(account_id, 1)),
    flagLine('x', 1),
    flagLine('x', 1, 'act'),
  ];
  return calibrate(outcomeOf(findings, { segments }), judged, rates);
}

await t.test('benign accounts are counted at both levels, over all and by declared class', (t) => {
  t.match(verdictsOf(4), [
    { level: 'review', client_class: 'all', stated: 0.0035, realised: { count: 4, of: 1000 } },
    { level: 'review', client_class: 'rag', realised: { count: 4, of: 100 } },
    { level: 'review', client_class: 'undeclared', realised: { count: 0, of: 900 } },
    { level: 'act', client_class: 'all', stated: 0.0001, realised: { count: 0, of: 1000 } },
    { level: 'act', client_class: 'rag' },
    { level: 'act', client_class: 'undeclared' },
  ]);
  t.end();
});

await t.test(
  'a rate is off only when its whole interval is off by more than a factor of 2',
  (t) => {
    const of = (flagged: number, reviewRate: number) =>
      verdictsOf(flagged, { ...stated, reviewRate })[0]?.verdict;
    t.equal(of(4, 0.0035), 'within');
    t.equal(of(7, 0.0035), 'within', 'twice as much');
    t.equal(of(8, 0.0035), 'unsure', 'the interval reaches down to 0.0035');
    t.equal(of(30, 0.0035), 'above');
    t.equal(of(1, 0.0035), 'unsure');
    t.equal(of(0, 0.02), 'below');
    t.match(showCalibration(verdictsOf(30)).join('\n'), /review +all +1000 +30 +0\.35 % +3\.00 %/);
    t.end();
  },
);

await t.test('without benign accounts nothing is claimed', (t) => {
  const rows = calibrate(outcomeOf([]), [judgedAccount('x')], stated);
  t.match(rows, [{ realised: { value: null }, verdict: 'unsure' }, { level: 'act' }]);
  t.match(showCalibration(rows).join('\n'), /review +all +0 +0 +0\.35 % +- /);
  t.end();
});
