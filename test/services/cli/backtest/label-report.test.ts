import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import t from 'tap';
import { reportLabels } from '../../../../services/cli/backtest/label-report.ts';
import { readLabels, type Label } from '../../../../services/cli/backtest/labels.ts';
import { toReportText } from '../../../../services/cli/backtest/show-report.ts';
import { flagLine, outcomeOf } from '../../../support/sample-backtest.ts';
import { makeTempFolder } from '../../../support/temp-folder.ts';

const context = { stated: { reviewRate: 0.0035, actRate: 0.0001 }, attackTimes: new Map() };

function label(account_id: string, value: Label['label'], scenario = 's'): Label {
  return { account_id, label: value, scenario };
}

const labels = [
  label('x1', 'extraction', 'loud'),
  label('x2', 'extraction', 'loud'),
  label('x3', 'extraction', 'quiet'),
  label('x4-without-events', 'extraction', 'quiet'),
  ...Array.from({ length: 200 }, (_, index) => label(`b${index}`, 'benign', 'chat')),
  label('a1', 'ambiguous'),
];
const findings = [
  flagLine('x1', 10),
  flagLine('x1', 12, 'act'),
  flagLine('x2', 30),
  flagLine('x3', 20),
  flagLine('b7', 50),
  flagLine('a1', 5),
  flagLine('u1', 5),
];

await t.test('figures are at the review level, without ambiguous and unlabelled accounts', (t) => {
  const report = reportLabels(outcomeOf(findings), labels, context);
  t.match(report.precision, { count: 3, of: 4, value: 0.75, low: 0.19412, high: 0.993691 });
  t.match(report.recall, { count: 3, of: 4, value: 0.75 });
  t.match(report.false_positive_rate, { count: 1, of: 200, value: 0.005 });
  t.same(report.requests_until_detection, { median: 20, p90: 30 });
  t.match(report, { ambiguous_left_out: 1, unlabelled_flagged: 1 });
  t.end();
});

await t.test('false alerts are scaled to a month, precision to one account in a thousand', (t) => {
  const report = reportLabels(outcomeOf(findings), labels, context);
  // 1 in 200 over 15 days is 5 in 1,000, and twice that in 30 days.
  t.equal(report.false_alerts_per_1000_benign_per_30_days?.value, 10);
  const expected = 0.00075 / (0.00075 + 0.005 * 0.999);
  const found = report.precision_at_prevalence_1_in_1000;
  t.ok(Math.abs((found?.value ?? 0) - expected) < 1e-6);
  t.ok((found?.low ?? 1) < expected && expected < (found?.high ?? 0));
  t.end();
});

await t.test('each scenario stands alone, extraction first', (t) => {
  const { scenarios } = reportLabels(outcomeOf(findings), labels, context);
  t.match(scenarios, [
    { scenario: 'loud', label: 'extraction', flagged: { count: 2, of: 2, value: 1, high: 1 } },
    { scenario: 'quiet', flagged: { count: 1, of: 2 }, requests_until_detection: { median: 20 } },
    { scenario: 'chat', label: 'benign', flagged: { count: 1, of: 200 } },
  ]);
  t.end();
});

await t.test('without anything to count there are no figures, and the text still stands', (t) => {
  const report = reportLabels({ ...outcomeOf([]), span: null }, [], context);
  t.match(report, {
    precision: { value: null },
    false_alerts_per_1000_benign_per_30_days: null,
    precision_at_prevalence_1_in_1000: null,
    scenarios: [],
  });
  t.match(toReportText(outcomeOf([]), report).join('\n'), /precision +nothing to count/);
  t.end();
});

await t.test('a labels file is read, and a line that is none is named', async (t) => {
  const folder = await makeTempFolder(t);
  const good = join(folder, 'good.ndjson');
  await writeFile(good, '{"account_id":"a","label":"benign","scenario":"x","more":1}\n');
  t.same(await readLabels(good), [{ account_id: 'a', label: 'benign', scenario: 'x' }]);
  const bad = join(folder, 'bad.ndjson');
  await writeFile(bad, '{"account_id":"a","label":"benign"}\n{"account_id":"b","label":"odd"}\n');
  await t.rejects(readLabels(bad), { code: 'file_unreadable', message: /bad\.ndjson.*label 2/ });
});
