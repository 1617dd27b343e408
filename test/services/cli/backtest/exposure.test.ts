import t from 'tap';
import { measureExposure } from '../../../../services/cli/backtest/exposure.ts';
import { locateAttacks } from '../../../../services/cli/backtest/locate-attacks.ts';
import {
  countBefore,
  createRequestBook,
  traceTokens,
} from '../../../../services/cli/backtest/request-times.ts';
import { judgedAccount } from '../../../support/sample-backtest.ts';

const requests = { all: [1, 2, 3, 4, 5], traces: [2, 4, 5] };

await t.test('what was sent before detection is exposed, and all of it without one', (t) => {
  t.same(measureExposure([judgedAccount('a', { requests, detectedAt: 4 })]), {
    requests: 3,
    requests_share: 0.6,
    traces: 1,
    traces_share: 0.333333,
  });
  const missed = judgedAccount('b', { requests });
  t.match(measureExposure([missed]), { requests: 5, traces: 3, traces_share: 1 });
  const both = [missed, judgedAccount('a', { requests, detectedAt: 4 })];
  t.match(measureExposure(both), { requests: 8, requests_share: 0.8, traces: 4 });
  t.end();
});

await t.test('honest use before the first attack exposes nothing', (t) => {
  const turned = { requests, firstAttackAt: 3 };
  t.match(measureExposure([judgedAccount('a', { ...turned, detectedAt: 5 })]), {
    requests: 2,
    requests_share: 0.666667,
    traces: 1,
  });
  t.match(measureExposure([judgedAccount('a', { ...turned, detectedAt: 2 })]), { requests: 0 });
  t.end();
});

await t.test('honest accounts expose nothing, and none at all give no figure', (t) => {
  t.equal(measureExposure([judgedAccount('a', { label: 'benign' })]), null);
  t.same(measureExposure([judgedAccount('a', { requests: { all: [], traces: [] } })]), {
    requests: 0,
    requests_share: null,
    traces: 0,
    traces_share: null,
  });
  t.end();
});

await t.test('a trace is a long answer, and a late request goes where it belongs', (t) => {
  const book = createRequestBook();
  const add = (at: number, tokens?: number) => {
    const usage = tokens === undefined ? undefined : { output_tokens: tokens };
    const rest = { event_id: `e${at}`, occurred_at: '2026-03-01T00:00:00Z', model: 'm' };
    book.add({ account_id: 'a', ...rest, usage }, at);
  };
  add(10, traceTokens);
  add(30, traceTokens - 1);
  add(20, traceTokens + 1);
  add(25);
  t.same(book.times.get('a'), { all: [10, 20, 25, 30], traces: [10, 20] });
  t.equal(countBefore([10, 20, 20, 30], 20), 1);
  t.end();
});

await t.test('the first attack is found in the log, for the account that it belongs to', (t) => {
  const lines = ['{"event_id":"e1","account_id":"a"}', '{"event_id":"e2","account_id":"other"}'];
  const events = {
    length: lines.length,
    lineAt: (place: number) => Buffer.from(lines[place] ?? ''),
    timeAt: (place: number) => place + 100,
  };
  const label = { label: 'extraction', scenario: 's' } as const;
  const labels = [
    { account_id: 'a', ...label, first_attack_event_id: 'e1' },
    { account_id: 'b', ...label, first_attack_event_id: 'e2' },
    { account_id: 'c', ...label },
  ];
  t.same(locateAttacks(events, labels), new Map([['a', 100]]));
  t.end();
});
