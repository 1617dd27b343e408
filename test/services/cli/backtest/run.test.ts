import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import t from 'tap';
import type { BacktestOutcome } from '../../../../services/cli/backtest/outcome.ts';
import { runBacktest, runBacktestOnThreads } from '../../../../services/cli/backtest/run.ts';
import { localFile } from '../../../../services/cli/inputs/local-file.ts';
import { readEvents } from '../../../../services/cli/inputs/read-events.ts';
import { createLineStore } from '../../../../services/cli/line-store.ts';
import { simulate } from '../../../../services/simulate/simulate.ts';
import { createCorrelator } from '../../../../workers/detection/campaigns/create-correlator.ts';
import { createEngine } from '../../../../workers/detection/create-engine.ts';
import { loadDetection } from '../../../../workers/load-detection.ts';
import { makeTempFolder } from '../../../support/temp-folder.ts';

const folder = await makeTempFolder(t);
const detection = await loadDetection();
const traffic = simulate({ seed: 12, accounts: 200, days: 6 });
const lines = Array.from(traffic.events, (event) => JSON.stringify(event));
const accounts = createLineStore();
for (const record of traffic.accounts) accounts.push(Buffer.from(JSON.stringify(record)));

async function write(name: string, content: readonly string[]): Promise<string> {
  const path = join(folder, name);
  await writeFile(path, content.join('\n'));
  return path;
}

async function judge(...paths: string[]): Promise<BacktestOutcome> {
  const events = await readEvents(paths.map(localFile));
  const correlator = createCorrelator(detection);
  return runBacktest({ events, accounts, correlator, engine: createEngine(detection) });
}

const inOrder = await judge(await write('in-order.ndjson', lines));

await t.test('a log is judged: accounts and campaigns are flagged, in time order', async (t) => {
  t.equal(inOrder.counts.accepted, lines.length);
  t.ok(inOrder.findings.length > 0);
  t.ok(
    inOrder.findings.some(({ campaign_id }) => campaign_id !== null),
    'members are flagged',
  );
  const times = inOrder.findings.map(({ raised_at }) => raised_at);
  t.same(times, times.toSorted());
  t.equal(new Set(inOrder.scores.map(({ account_id }) => account_id)).size, inOrder.scores.length);
  const seen = new Set(traffic.accounts.map(({ account_id }) => account_id));
  t.equal(inOrder.scores.length, seen.size);
});

await t.test(
  'files in any order, with repeats, nulls and junk, change nothing but the counts',
  async (t) => {
    const odd = lines.filter((_, index) => index % 2 === 1).reverse();
    const even = lines.filter((_, index) => index % 2 === 0);
    const nulled = odd.map((line) => line.replace('{', '{"org_id":null,'));
    const first = await write('odd.ndjson', [...nulled, '{"event_id":"x"}', 'no json']);
    const second = await write('even.ndjson', [...even, ...odd.slice(0, 50)]);
    const shuffled = await judge(first, second);
    t.same(shuffled.counts, { accepted: lines.length, duplicates: 50, rejected: 2 });
    t.same({ ...shuffled, counts: null }, { ...inOrder, counts: null });
  },
);

await t.test('threads change nothing', async (t) => {
  const events = await readEvents([join(folder, 'in-order.ndjson')].map(localFile));
  const correlator = createCorrelator(detection);
  const settings = undefined;
  const given = { events, accounts, correlator, settings, threads: 3 };
  t.same(await runBacktestOnThreads(given), inOrder);
});
