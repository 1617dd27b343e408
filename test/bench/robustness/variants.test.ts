import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import t from 'tap';
import { backtest } from '../../../bench/backtest.ts';
import { compareJudged } from '../../../bench/robustness/compare.ts';
import { delayArrivals, longestDelayMs } from '../../../bench/robustness/late-arrivals.ts';
import { fewerFields, isRedacted } from '../../../bench/robustness/variants.ts';
import {
  shuffledPlaces,
  writeTwice,
  writeVariant,
} from '../../../bench/robustness/write-variant.ts';
import { writeSimulatedTraffic } from '../../../bench/write-traffic.ts';
import { makeTempFolder } from '../../support/temp-folder.ts';

t.setTimeout(120_000);

const folder = await makeTempFolder(t);
const traffic = await writeSimulatedTraffic(join(folder, 'traffic'), {
  seed: 3,
  accounts: 120,
  days: 3,
});

type Variant = (typeof fewerFields)[number];

async function linesOf(path: string): Promise<string[]> {
  return (await readFile(path, 'utf8')).trimEnd().split('\n');
}

await t.test('each variant takes away what it names and nothing else', async (t) => {
  const eventsPath = join(folder, 'one.ndjson');
  const accountsPath = join(folder, 'accounts.ndjson');
  const event = {
    event_id: 'e1',
    client: { ip: '1.2.3.4', user_agent: 'curl', asn: 7 },
    messages: [{ role: 'user', content: 'a' }],
  };
  await writeFile(eventsPath, `${JSON.stringify(event)}\n`);
  await writeFile(accountsPath, '{"account_id":"a","created_at":"x","segment":"rag"}\n');
  const one = { ...traffic, eventsPath, accountsPath };
  const write = async (variant: Variant | undefined) => {
    const paths = await writeVariant(one, variant ?? { name: '' }, await makeTempFolder(t));
    const [events, accounts] = await Promise.all([
      linesOf(paths.eventsPath),
      linesOf(paths.accountsPath),
    ]);
    return [JSON.parse(events[0] ?? ''), JSON.parse(accounts[0] ?? '')] as unknown[];
  };
  const find = (name: string) => fewerFields.find((variant) => variant.name === name);
  const allFour = await write(find('all four removed'));
  t.same(allFour, [{ ...event, client: { ip: '1.2.3.4' } }, { account_id: 'a' }]);
  const withoutAgent = await write(find('user agent removed'));
  t.same(withoutAgent[0], { ...event, client: { ip: '1.2.3.4', asn: 7 } });
  t.same(withoutAgent[1], { account_id: 'a', created_at: 'x', segment: 'rag' });
});

await t.test('about half of the events lose their content, and always the same half', async (t) => {
  const redacted = fewerFields.find(({ name }) => name.includes('redacted'));
  const written = await writeVariant(traffic, redacted ?? { name: '' }, folder);
  const events = (await linesOf(written.eventsPath)).map(
    (line) => JSON.parse(line) as { event_id: string; content_state?: string; messages?: unknown },
  );
  const without = events.filter(({ content_state }) => content_state === 'redacted');
  t.ok(Math.abs(without.length / events.length - 0.5) < 0.05);
  t.ok(without.every(({ event_id, messages }) => isRedacted(event_id) && messages === undefined));
});

await t.test(
  'another order, sent twice, gives the same findings; a lost flag is told',
  async (t) => {
    const plain = await backtest(traffic);
    t.ok(plain.outcome.findings.length > 0);
    const twice = await backtest(await writeTwice(traffic, folder));
    t.equal(twice.outcome.counts.duplicates, plain.outcome.counts.accepted);
    t.match(compareJudged(plain, twice), { isIdentical: true, flaggedDifferently: 0, worst: null });
    const blind = { ...plain, outcome: { ...plain.outcome, findings: [] } };
    const lost = compareJudged(plain, blind);
    t.equal(lost.flaggedDifferently, new Set(plain.outcome.findings.map((f) => f.account_id)).size);
    t.match(compareJudged(blind, plain), {
      isIdentical: false,
      flaggedDifferently: lost.flaggedDifferently,
    });
  },
);

await t.test(
  'late arrivals hold every event once, none later than the longest delay',
  async (t) => {
    const events = {
      length: 500,
      lineAt: (place: number) => Buffer.from(String(place)),
      timeAt: (place: number) => place * 10_000,
    };
    const late = delayArrivals(events);
    const places = Array.from({ length: 500 }, (_, place) => Number(late.lineAt(place)));
    t.same(
      [...places].sort((a, b) => a - b),
      [...Array(500).keys()],
    );
    t.notSame(
      places,
      [...places].sort((a, b) => a - b),
    );
    places.forEach((original, place) => {
      const delay = late.timeAt(place) - events.timeAt(original);
      if (delay < 0 || delay >= longestDelayMs) t.fail(`event ${original} is ${delay} ms late`);
      if (place > 0 && late.timeAt(place) < late.timeAt(place - 1))
        t.fail(`${place} is out of order`);
    });
    t.same(
      [...shuffledPlaces(50, 1)].sort((a, b) => a - b),
      [...Array(50).keys()],
    );
  },
);
