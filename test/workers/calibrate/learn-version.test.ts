import t from 'tap';
import { createLogger } from '../../../services/logger.ts';
import { upsertAccountDigests } from '../../../services/storage/account-digests.ts';
import {
  findActiveBaseline,
  listBaselinePromotions,
  listBaselines,
  promoteBaseline,
} from '../../../services/storage/baselines.ts';
import { inTransaction } from '../../../services/storage/transaction.ts';
import { learnVersion } from '../../../workers/calibrate/learn-version.ts';
import { stateRate } from '../../../workers/detection/baselines/state-rate.ts';
import { encodeDigest } from '../../../workers/detection/campaigns/digest-codec.ts';
import { loadBaselines } from '../../../workers/load-baselines.ts';
import { loadDetection } from '../../../workers/load-detection.ts';
import { campaignOf, findingOf, storeEvidence } from '../../support/sample-evidence.ts';
import { startStores } from '../../support/stores.ts';
import { bankOf, firstTickAt, profileOf, questionsOf } from '../detection/campaigns/traffic.ts';

const { pool } = await startStores(t);
const dayMs = 86_400_000;
const log = createLogger('calibrate', 'silent');
const detection = await loadDetection();
const counters = { versions: 0, accounts: 0 };
let pages = 0;
const deps = { pool, log, detection, counters, onPage: async () => void (pages += 1) };

/** An account with a digest, seen over a day: an ordinary person, or one that sends a bank of tasks. */
async function seen(
  accountIds: readonly string[],
  given: { prompts?: string[]; payment?: string } = {},
) {
  const digests = accountIds.map((accountId, index) => {
    const profile = profileOf({ accountId, prompts: questionsOf(index, 30), ...given });
    profile.lastAt = profile.firstAt + dayMs;
    return { accountId, tickAt: firstTickAt, bytes: encodeDigest(profile, 0) };
  });
  await inTransaction(pool, (client) => upsertAccountDigests(client, digests));
}
const reach = (at: number) =>
  pool.query('update correlate_state set closed_tick_at = to_timestamp($1::float8 / 1000)', [at]);
const promote = (version: string, replaces: string | null) =>
  inTransaction(pool, (client) => promoteBaseline(client, { version, replaces, by: 'ada' }));

await t.test('nothing is learned before event time is known, or of nobody', async (t) => {
  t.equal(await learnVersion(deps, undefined), undefined);
  await reach(firstTickAt);
  t.equal(await learnVersion(deps, undefined), '2026-05-04');
  t.same(await listBaselines(pool), []);
});

const plain = Array.from({ length: 300 }, (_, index) => `plain-${index}`);

await t.test('a version is learned once a day of event time, whoever tries', async (t) => {
  await seen(plain);
  await seen(['acct_a', 'acct_m', 'alerted'], { prompts: bankOf(5, 0, 60) });
  await seen(['card-1', 'card-2', 'card-3'], { payment: 'card' });
  await storeEvidence(pool, {
    campaigns: [campaignOf('c1')],
    findings: [findingOf('alerted', 1, { score: 7.5 })],
  });
  pages = 0;
  const tries = await Promise.all([learnVersion(deps, undefined), learnVersion(deps, undefined)]);
  t.same(tries, ['2026-05-04', '2026-05-04']);
  t.ok(pages >= 2, 'page by page');
  t.equal(counters.versions, 1);
  const [version, ...more] = await listBaselines(pool);
  t.same(more, []);
  t.match(version, {
    ...{ version: '2026-05-04', state: 'candidate' },
    counts: { honest: 301, undecided: 3, sameUnit: 2, young: 0 },
  });
  pages = 0;
  t.equal(await learnVersion(deps, '2026-05-04'), '2026-05-04');
  t.equal(await learnVersion(deps, undefined), '2026-05-04', 'a worker that starts anew');
  t.equal(pages, 0, 'nothing is read again');
});

await t.test(
  'a promoted version is what findings are held against from the next start on',
  async (t) => {
    t.equal(await loadBaselines(detection, { pool, log }), detection);
    t.ok(await promote('2026-05-04', null));
    t.match(await findActiveBaseline(pool), { version: '2026-05-04', state: 'active' });
    const { baselines } = await loadBaselines(detection, { pool, log });
    if (baselines === undefined) throw new Error('no baseline was loaded');
    t.match(stateRate(baselines, 'standalone', 2), {
      ...{ baseline: '2026-05-04', p: 1 / 302, is_bound: true, accounts: 301, undecided: 1 },
    });
    t.equal(stateRate(baselines, 'standalone', 7.7).undecided, 0);
    const scoring = { ...detection.scoring, fewestRequests: 21 };
    const moved = await loadBaselines({ ...detection, scoring }, { pool, log });
    t.equal(moved.baselines?.classes.size, 0, 'under other settings it says nothing');
  },
);

await t.test('the next day is learned anew, and every promotion is written down', async (t) => {
  await reach(firstTickAt + dayMs);
  t.equal(await learnVersion(deps, '2026-05-04'), '2026-05-05');
  t.notOk(await promote('2026-05-05', null), 'compared with another than the active one');
  t.ok(await promote('2026-05-05', '2026-05-04'));
  t.ok(await promote('2026-05-04', '2026-05-05'), 'and back');
  t.same(
    (await listBaselines(pool)).map(({ version, state }) => [version, state]),
    [
      ['2026-05-05', 'retired'],
      ['2026-05-04', 'active'],
    ],
  );
  const promotions = await listBaselinePromotions(pool);
  t.equal(promotions.length, 3);
  t.match(promotions[0], {
    version: '2026-05-04',
    replacedVersion: '2026-05-05',
    promotedBy: 'ada',
  });
});
