import fc from 'fast-check';
import t from 'tap';
import { createDecisionSet } from '../../../services/enforcement/decision-set.ts';
import { createHoldings, hold } from '../../../services/enforcement/holdings.ts';
import type { Enforced } from '../../../services/enforcement/find-enforced.ts';
import type { FeedChanges } from '../../../services/enforcement/feed-changes.ts';
import { remediationOf } from '../../../services/enforcement/restriction.ts';
import type { EnforcedTarget } from '../../../services/storage/enforced-targets.ts';

const second = 1_000;
const actions = ['throttle', 'request_verification', 'suspend_account'] as const;
const rank = ['throttle', 'challenge', 'ban'];

interface Decided {
  readonly action: (typeof actions)[number];
  readonly accounts: readonly string[];
  readonly until: number;
}

/** A step of a history: one decision is made, changed or ended, and some time passes. */
const step = fc.record({
  decisionId: fc.integer({ min: 1, max: 6 }),
  decided: fc.option(
    fc.record({
      action: fc.constantFrom(...actions),
      accounts: fc.uniqueArray(fc.constantFrom('a', 'b', 'c d', 'é'), { maxLength: 3 }),
      lasts: fc.integer({ min: 1, max: 40 }),
    }),
    { nil: undefined },
  ),
  passes: fc.integer({ min: 0, max: 12 }),
  /** Which followers ask after it. */
  asking: fc.subarray([0, 1, 2]),
});

/** What counts for each account, worked out anew from all decisions. */
function expected(decisions: ReadonlyMap<number, Decided>, now: number): Map<string, string> {
  const found = new Map<string, { type: string; until: number }>();
  for (const { action, accounts, until } of decisions.values()) {
    for (const account of until > now ? accounts : []) {
      const type = remediationOf(action);
      const held = found.get(account);
      const isStricter =
        held === undefined ||
        rank.indexOf(type) > rank.indexOf(held.type) ||
        (type === held.type && until > held.until);
      if (isStricter) found.set(account, { type, until });
    }
  }
  return new Map([...found].map(([account, { type, until }]) => [account, `${type} ${until}`]));
}

const shown = ({ value, restriction }: Enforced) =>
  [value, `${restriction.type} ${restriction.until}`] as const;

/** A client that finds what it holds by value and type, as CrowdSec's do. */
function createFollower(cursor: number) {
  const held = new Map<string, number>();
  return {
    cursor,
    take({ now: live, gone }: FeedChanges) {
      for (const { value, restriction } of live)
        held.set(`${value} ${restriction.type}`, restriction.until);
      for (const { value, type } of gone) held.delete(`${value} ${type}`);
    },
    holds: (now: number) =>
      [...held]
        .filter(([, until]) => until > now)
        .map(([name, until]) => `${name} ${until}`)
        .sort(),
  };
}

function targetsOf(decisionId: number, { action, accounts, until }: Decided): EnforcedTarget[] {
  return accounts.map((value) => ({ decisionId, scope: 'account', value, action, until }));
}

t.test('whatever is decided, changed and ends, everybody knows the same', async (t) => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
      let now = 1_000_000 * second;
      const at = () => ({ horizon: '1', readAt: now * 1_000, seenAt: now * 1_000 + 5 });
      const set = createDecisionSet(createHoldings(), { ...at(), lifted: [] });
      now += second;
      set.take({ ...at(), changed: [], targets: [] });
      const decisions = new Map<number, Decided>();
      const followers = [0, 1, 2].map(() => createFollower(set.cursor()));
      for (const { decisionId, decided, passes, asking } of steps) {
        now += passes * second;
        decisions.delete(decisionId);
        if (decided !== undefined) {
          decisions.set(decisionId, { ...decided, until: now + decided.lasts * second });
        }
        const inForce = decisions.get(decisionId);
        const targets = inForce === undefined ? [] : targetsOf(decisionId, inForce);
        set.take({ ...at(), changed: [decisionId], targets });
        set.expire(now);

        const truth = expected(decisions, now);
        t.strictSame(new Map([...set.all(now)].map(shown)), truth);
        t.equal(set.size() >= truth.size, true);
        for (const each of asking) {
          const follower = followers[each];
          const changes = follower && set.since(follower.cursor, now);
          if (follower === undefined || changes === undefined) throw new Error('no changes');
          follower.take(changes);
          follower.cursor = set.cursor();
          t.strictSame(
            follower.holds(now),
            [...truth].map(([account, held]) => `${account} ${held}`).sort(),
          );
        }
      }
      now += 100 * second;
      set.expire(now);
      t.equal(set.size(), 0, 'what has ended is let go');
    }),
    { numRuns: 200 },
  );
});

t.test('an address is found by itself and by every network around it', async (t) => {
  const of = (value: string): EnforcedTarget => ({
    ...{ decisionId: values.indexOf(value) + 1, value, until: 2_000_000 },
    action: 'block_network',
    scope: value.includes('/') ? 'Range' : 'Ip',
  });
  const values = ['192.0.2.7', '192.0.2.0/28', '192.0.2.0/24', '2001:db8::/48', '2001:db8::1'];
  const first = { horizon: '1', readAt: 1_000_000_000, seenAt: 1_000_000_000, lifted: [] };
  const holdings = createHoldings();
  for (const value of values) hold(holdings, of(value));
  const set = createDecisionSet(holdings, first);
  const found = (address: string) =>
    set
      .findAddress(address, 1_500_000)
      .map(({ value }) => value)
      .sort();
  t.same(found('192.0.2.7'), ['192.0.2.0/24', '192.0.2.0/28', '192.0.2.7']);
  t.same(found('::ffff:192.0.2.77'), ['192.0.2.0/24']);
  t.same(found('192.0.3.7'), []);
  t.same(found('2001:0db8:0000::0001'), ['2001:db8::/48', '2001:db8::1']);
  t.same(found('nonsense'), []);
  t.same(set.findAddress('192.0.2.7', 2_000_001), [], 'nor after its end');
  set.take({ ...first, changed: [3], targets: [] });
  t.same(found('192.0.2.77'), []);
});

t.test(
  'a follower from before the first reading begins anew, and learns what ended before',
  async (t) => {
    const lifted = [{ scope: 'account', value: 'a', action: 'suspend_account' }] as const;
    const set = createDecisionSet(createHoldings(), {
      ...{ horizon: '1', readAt: 5_000_000, seenAt: 5_000_001, lifted },
    });
    t.equal(set.since(4_999_999, 5_000), undefined);
    t.same(set.recentlyGone(5_000), [{ scope: 'account', value: 'a', type: 'ban' }]);
  },
);
