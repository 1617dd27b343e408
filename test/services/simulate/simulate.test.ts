import { createHash } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import t from 'tap';
import { accountRecord } from '../../../services/contracts/account.ts';
import { usageEvent } from '../../../services/contracts/usage-event.ts';
import { simulate, type SimulationOptions } from '../../../services/simulate/simulate.ts';

const small: SimulationOptions = { seed: 11, accounts: 400, days: 3 };

function digest(options: SimulationOptions): string {
  const hash = createHash('sha256');
  const { accounts, labels, events } = simulate(options);
  hash.update(JSON.stringify([accounts, labels]));
  for (const event of events) hash.update(JSON.stringify(event));
  return hash.digest('hex');
}

function countsBy<T>(values: Iterable<T>, key: (value: T) => string): Map<string, number> {
  const counts = new Map<string, number>();
  for (const value of values) counts.set(key(value), (counts.get(key(value)) ?? 0) + 1);
  return counts;
}

t.test('the same options give the same bytes, another seed gives others', async (t) => {
  t.equal(digest(small), digest(small));
  t.not(digest(small), digest({ ...small, seed: 12 }));
});

t.test(
  'every record fits its contract, ids are unique, times ascend within the span',
  async (t) => {
    const startAt = Date.UTC(2026, 0, 5);
    const { accounts, events } = simulate({ ...small, startAt });
    const ids = new Set<string>();
    let previous = '';
    let count = 0;
    let broken = 0;
    for (const event of events) {
      if (!isDeepStrictEqual(usageEvent.parse(event), event)) broken += 1;
      if (event.occurred_at < previous) broken += 1;
      previous = event.occurred_at;
      ids.add(event.event_id);
      count += 1;
    }
    t.equal(broken, 0);
    t.equal(ids.size, count);
    t.ok(Date.parse(previous) < startAt + 3 * 86_400_000);
    t.strictSame(
      accounts.map((account) => accountRecord.parse(account)),
      accounts,
    );
    t.equal(new Set(accounts.map((account) => account.account_id)).size, 400);
  },
);

t.test(
  'the default cast has at least eight kinds of customers and five of extraction',
  async (t) => {
    const { accounts, labels } = simulate({ seed: 1 });
    t.equal(accounts.length, 2500);
    const kinds = (label: string): number =>
      countsBy(
        labels.filter((entry) => entry.label === label),
        (entry) => entry.scenario,
      ).size;
    t.ok(kinds('benign') >= 8);
    t.ok(kinds('extraction') >= 5);
    const extracting = labels.filter((entry) => entry.label === 'extraction').length;
    t.ok(extracting / accounts.length < 0.1, 'most customers are honest');
  },
);

t.test(
  'fleets are as large and as quiet as published: 25 to 150 accounts, about 26 calls a day',
  async (t) => {
    const { labels, events } = simulate({ seed: 1 });
    const members = labels.filter((entry) => entry.campaign_id !== undefined);
    for (const [, size] of countsBy(members, (entry) => entry.campaign_id ?? '')) {
      t.ok(size >= 25 && size <= 150);
    }
    const memberIds = new Set(members.map((entry) => entry.account_id));
    const calls = countsBy(events, (event) => event.account_id);
    const total = [...calls].reduce((sum, [id, count]) => sum + (memberIds.has(id) ? count : 0), 0);
    const perDay = total / memberIds.size / 7;
    t.ok(perDay > 21 && perDay < 31, `${perDay.toFixed(1)} calls an account a day`);
  },
);

/** Of the distinct requests of a scenario, the share that more than one account made. */
function sharedShares(options: SimulationOptions): (scenario: string) => number {
  const { labels, events } = simulate(options);
  const scenarios = new Map(labels.map((entry) => [entry.account_id, entry.scenario]));
  const askers = new Map<string, Set<string>>();
  for (const event of events) {
    const asked = event.messages?.at(-1)?.content.toLowerCase() ?? '';
    const key = `${scenarios.get(event.account_id) ?? ''} ${asked}`;
    askers.set(key, (askers.get(key) ?? new Set()).add(event.account_id));
  }
  return (scenario) => {
    const asked = [...askers].filter(([key]) => key.startsWith(`${scenario} `));
    return asked.filter(([, accounts]) => accounts.size > 1).length / asked.length;
  };
}

t.test('members of a fleet share out a bank, students of a course all do the same', async (t) => {
  const share = sharedShares({ seed: 5, accounts: 900, days: 4 });
  t.ok(share('hydra_fleet') < 0.03, `${share('hydra_fleet')} of the fleet's requests`);
  t.ok(share('classroom') > 0.08, `${share('classroom')} of the course's requests`);
});
