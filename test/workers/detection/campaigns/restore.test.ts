import fc from 'fast-check';
import t from 'tap';
import type { Finding } from '../../../../services/contracts/finding.ts';
import type { ShadowFinding } from '../../../../services/contracts/shadow-finding.ts';
import { shadowFindingIdOf } from '../../../../services/storage/shadow-findings.ts';
import type { CampaignRecord } from '../../../../workers/detection/campaigns/correlator.ts';
import { createCorrelator } from '../../../../workers/detection/campaigns/create-correlator.ts';
import { tombstonesOf } from '../../../../workers/detection/campaigns/tombstones.ts';
import type { AccountDigest } from '../../../../workers/detection/engine.ts';
import { loadDetection } from '../../../../workers/load-detection.ts';
import { burstsOf, dealtTimes, spread, spreadTimes } from './schedules.ts';
import {
  bankOf,
  digestOf,
  firstTickAt,
  ordinaryAccounts,
  tickMs,
  type Traffic,
} from './traffic.ts';

const shipped = await loadDetection();
const scoring = { ...shipped.scoring, act: 7 };
const challenger = (name: string, groupReview: number) => ({
  challenger: name,
  version: 'v',
  detection: { ...shipped, scoring: { ...scoring, groupReview } },
});
const shadows = [challenger('bold', -9), challenger('shy', 99)];
const detection = { ...shipped, scoring, shadows };
const ticks = 6;

/**
 * Two fleets of one controller, one of another, one that a queue feeds in lockstep, and weak accounts of one bank: each
 * account at each of its sizes.
 */
const accounts = [
  ...sizesOf('ash', 8, tiedBy(1)),
  ...sizesOf('birch', 6, tiedBy(1)),
  ...sizesOf('cedar', 7, tiedBy(2)),
  ...sizesOf('dill', 6, dealt),
  ...sizesOf('elm', 10, byItself),
];
const background = spread(ordinaryAccounts(60), 1000).map((traffic) => digestOf(traffic));
/** An account that works for the first controller too was suspended before the third tick. */
const tombstones = tombstonesOf(
  digestOf({
    accountId: 'fir',
    prompts: bankOf(1, 900, 30),
    system: 'The ash desk answers in full, with nothing before it.',
    payment: 'card-1',
  }),
  firstTickAt + 2 * tickMs,
);

function sizesOf(
  name: string,
  size: number,
  trafficOf: (name: string, index: number, step: number) => Omit<Traffic, 'accountId'>,
): AccountDigest[][] {
  return Array.from({ length: size }, (_, index) =>
    Array.from({ length: ticks }, (_, step) =>
      digestOf({ accountId: `${name}-${index}`, ...trafficOf(name, index, step) }),
    ),
  );
}

function tiedBy(bank: number) {
  return (name: string, index: number, step: number) => ({
    prompts: bankOf(bank, index * 80, 30 + step * 2),
    system: `The ${name} desk answers in full, with nothing before it.`,
    ip: `172.16.${bank}.9`,
    payment: `card-${bank}`,
  });
}

function dealt(_: string, index: number, step: number) {
  const times = dealtTimes(burstsOf(3), index).slice(0, 36 + step * 2);
  return { prompts: bankOf(3, index * 80, times.length), times, ip: `172.17.${index}.9` };
}

function byItself(_: string, index: number, step: number) {
  const times = spreadTimes(index, 46).slice(0, 36 + step * 2);
  return { prompts: bankOf(4, index * 80, times.length), times, ip: `172.18.${index}.9` };
}

/** For each account the ticks at which it sends its next digest. */
const schedules = fc.tuple(
  ...accounts.map(() => fc.subarray([0, 1, 2, 3, 4, 5], { minLength: 1 })),
);

function digestsByTick(schedule: readonly number[][]): AccountDigest[][] {
  return Array.from({ length: ticks }, (_, tick) => {
    const sent = accounts.flatMap((sizes, index) => {
      const step = schedule[index]?.indexOf(tick) ?? -1;
      const digest = sizes[step];
      return digest === undefined ? [] : [{ ...digest, tickAt: firstTickAt + tick * tickMs }];
    });
    return tick === 0 ? [...background, ...sent] : sent;
  });
}

let returned = 0;
function hasReturned({ reasons }: Finding): boolean {
  return reasons.some(({ detector }) => detector === 'returning-traits');
}

/** What the stores hold after all ticks, when the correlator dies after each of `deaths`. */
function run(byTick: readonly AccountDigest[][], deaths: ReadonlySet<number>) {
  const findings: Finding[] = [];
  const campaigns = new Map<string, CampaignRecord>();
  const digests = new Map<string, AccountDigest>();
  const shadow = new Map<string, ShadowFinding>();
  let correlator = createCorrelator(detection);
  byTick.forEach((list, tick) => {
    const setUntilNow = ({ setAt }: { readonly setAt: number }) =>
      setAt <= firstTickAt + tick * tickMs;
    correlator.setTombstones(tombstones.filter(setUntilNow));
    for (const digest of list) {
      correlator.applyDigest(digest);
      digests.set(digest.accountId, digest);
    }
    const effects = correlator.closeTick(firstTickAt + tick * tickMs);
    findings.push(...effects.findings);
    returned += effects.findings.filter(hasReturned).length;
    for (const finding of effects.shadow) {
      const id = shadowFindingIdOf(finding);
      if (!shadow.has(id)) shadow.set(id, finding);
    }
    for (const campaign of effects.campaigns) campaigns.set(campaign.campaignId, campaign);
    if (!deaths.has(tick)) return;
    correlator = createCorrelator(detection);
    correlator.restore({
      tombstones: tombstones.filter(({ setAt }) => setAt <= firstTickAt + tick * tickMs),
      campaigns: [...campaigns.values()],
      digests: [...digests.values()],
      raised: findings
        .filter(({ subject_kind }) => subject_kind === 'account')
        .map(({ subject_id, level }) => ({ accountId: subject_id, level })),
    });
  });
  return { findings, campaigns: [...campaigns.values()], shadow: [...shadow.values()] };
}

function isOf(name: string) {
  return ({ subject_id }: Finding) => subject_id.startsWith(name);
}

t.test('a restored correlator finds what an undisturbed one finds', async (t) => {
  let found = 0;
  let ofAccounts = 0;
  let inLockstep = 0;
  const verdicts = new Set<string>();
  fc.assert(
    fc.property(schedules, fc.subarray([0, 1, 2, 3, 4]), (schedule, deaths) => {
      const byTick = digestsByTick(schedule);
      const calm = run(byTick, new Set());
      found += calm.findings.length;
      ofAccounts += calm.findings.filter(isOf('elm')).length;
      inLockstep += calm.campaigns.filter(({ links }) => links[0]?.family === 'activity').length;
      for (const { challenger: name, subject_kind, verdict } of calm.shadow) {
        verdicts.add(`${name} ${verdict} ${subject_kind}`);
      }
      const disturbed = run(byTick, new Set(deaths));
      t.same(disturbed, calm);
    }),
    { numRuns: 60, endOnFailure: true },
  );
  t.ok(found > 60, `${found} findings on the way`);
  t.ok(ofAccounts > 60, `${ofAccounts} of accounts by their neighbours`);
  t.ok(inLockstep > 30, `${inLockstep} campaigns by lockstep`);
  t.ok(returned > 0, `${returned} of what had been suspended`);
  t.same([...verdicts].toSorted(), [
    'bold raised account',
    'bold raised campaign',
    'shy missed campaign',
    'shy raised account',
  ]);
});
