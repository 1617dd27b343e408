import t from 'tap';
import { createCorrelator } from '../../../../workers/detection/campaigns/create-correlator.ts';
import type { CorrelatorEffects } from '../../../../workers/detection/campaigns/correlator.ts';
import { loadDetection } from '../../../../workers/load-detection.ts';
import type { Detection } from '../../../../workers/detection/scoring/settings.ts';
import { bankOf, digestOf, firstTickAt, ordinaryAccounts, type Traffic } from './traffic.ts';

const shipped = await loadDetection();
const ordinary = ordinaryAccounts().map((traffic) => digestOf(traffic));

/** What comes of these accounts, beside two hundred ordinary ones, at the end of one tick. */
function correlate(
  accounts: readonly Traffic[],
  detection: Detection = shipped,
): Pick<CorrelatorEffects, 'findings' | 'shadow' | 'campaigns'> {
  const correlator = createCorrelator(detection);
  const digests = [...ordinary, ...accounts.map((traffic) => digestOf(traffic))];
  digests.sort((a, b) => (a.accountId < b.accountId ? -1 : 1)).forEach(correlator.applyDigest);
  const { findings, shadow, campaigns } = correlator.closeTick(firstTickAt);
  return { findings, shadow, campaigns };
}

/** Accounts that share a prompt and partition one bank; `each` may change an account. */
function fleetOf(size: number, each: (index: number) => Partial<Traffic> = () => ({})): Traffic[] {
  return Array.from({ length: size }, (_, index) => ({
    accountId: `fleet-${String(index).padStart(2, '0')}`,
    prompts: bankOf(5, index * 40, 40),
    system: 'Answer as the northern desk does, in full, with nothing before it.',
    ip: `172.16.${index}.9`,
    ...each(index),
  }));
}

t.test('a fleet of twelve that partitions one bank is found, whole and alone', async (t) => {
  const fleet = fleetOf(12);
  const { findings, campaigns } = correlate(fleet);
  t.equal(campaigns.length, 1);
  t.same(
    campaigns[0]?.members.map(({ accountId }) => accountId),
    fleet.map(({ accountId }) => accountId),
  );
  t.match(campaigns[0]?.links[0], { family: 'system', accounts: 12 });
  t.match(findings[0], {
    subject_kind: 'campaign',
    subject_id: campaigns[0]?.campaignId,
    level: 'review',
    raised_at: firstTickAt,
    requests_seen: 480,
  });
  t.ok(findings[0]?.reasons.some(({ detector }) => detector === 'shared-rare-template'));
});

t.test('a level that still stands is told again when its campaign grows', async (t) => {
  const correlator = createCorrelator(shipped);
  const tickMs = 3_600_000;
  const take = (accounts: readonly Traffic[], tickAt: number) => {
    for (const traffic of accounts) correlator.applyDigest(digestOf(traffic, tickAt));
    return correlator.closeTick(tickAt);
  };
  ordinary.forEach(correlator.applyDigest);
  const first = take(fleetOf(12), firstTickAt);
  const campaignId = first.campaigns[0]?.campaignId;
  const raised = first.findings.filter(({ subject_id }) => subject_id === campaignId);
  t.notOk(
    first.standing.some(({ subject_id }) => subject_id === campaignId),
    'what is new does not stand yet',
  );
  const grown = fleetOf(14, (index) => ({ prompts: bankOf(5, index * 60, 60) }));
  const later = take(grown, firstTickAt + tickMs);
  t.match(
    later.standing.filter(({ subject_id }) => subject_id === campaignId),
    [{ subject_kind: 'campaign', level: raised.at(-1)?.level, raised_at: firstTickAt + tickMs }],
  );
});

t.test('a class of thirty at the same exercises is no fleet', async (t) => {
  const exercises = bankOf(6, 0, 30);
  const students = fleetOf(30, (index) => ({
    prompts: exercises.slice(index % 3),
    system: 'Help the student of course 114 and do not give the answer away.',
  }));
  t.same(correlate(students), { findings: [], shadow: [], campaigns: [] });
});

t.test('strangers who ask a few things each through one published tool are no fleet', async (t) => {
  const strangers = fleetOf(20, (index) => ({ prompts: bankOf(index, 0, 7) }));
  const without = shipped.detectors.filter(({ detector }) => detector.id !== 'copied-prompt');
  const { campaigns } = correlate(strangers, { ...shipped, detectors: without });
  t.equal(campaigns.length, 1, 'their requests together look like a bank');
  t.same(correlate(strangers).campaigns, []);
});

t.test('accounts of one declared organisation are one unit', async (t) => {
  t.same(correlate(fleetOf(12, () => ({ org: 'weavers' }))), {
    findings: [],
    shadow: [],
    campaigns: [],
  });
  const mixed = correlate(fleetOf(12, (index) => ({ org: `house-${index >> 1}` })));
  t.equal(mixed.campaigns.length, 1, 'twelve accounts of six organisations are six units');
});

t.test('one organisation and a few strangers who share its phrase are no fleet', async (t) => {
  const phrase = 'Dear reader, here is my task today:';
  const phrased = (index: number) => bankOf(5, index * 40, 40).map((task) => `${phrase} ${task}`);
  const accounts = fleetOf(13, (index) => ({
    prompts: phrased(index),
    ...(index < 10 ? { org: 'weavers' } : { system: `Notes of house ${index}.` }),
  }));
  t.same(correlate(accounts), { findings: [], shadow: [], campaigns: [] });
});

// Nine of two hundred and nine: rare enough, were it not alone.
t.test('one shared network, payment or phrase alone ties nobody', async (t) => {
  const own = (index: number) => ({ system: `Notes of house ${index}.` });
  const tied = (each: (index: number) => Partial<Traffic>) => correlate(fleetOf(9, each)).campaigns;
  t.same(
    tied((index) => ({ ...own(index), ip: '192.168.4.1' })),
    [],
  );
  t.same(
    tied((index) => ({ ...own(index), payment: 'card-1' })),
    [],
  );
  const greeted = (index: number) => ({
    ...own(index),
    prompts: bankOf(5, index * 40, 40).map((task) => `Dear reader, here is my task today: ${task}`),
  });
  t.same(tied(greeted), []);
});

t.test('a network and a payment together tie a fleet without a common prompt', async (t) => {
  const { campaigns } = correlate(
    fleetOf(9, (index) => ({
      system: `Notes of house ${index}.`,
      ip: '192.168.4.1',
      payment: 'card-1',
    })),
  );
  t.equal(campaigns.length, 1);
  t.equal(campaigns[0]?.members.length, 9);
});

t.test(
  'a challenger raises a fleet that live leaves alone, once, and the other way round',
  async (t) => {
    const { scoring } = shipped;
    const blind = { ...shipped, scoring: { ...scoring, review: 99, act: 99, groupReview: 99 } };
    const shadowed = (detection: Detection, challenger: Detection): Detection => ({
      ...detection,
      shadows: [{ challenger: 'challenger', version: 'v', detection: challenger }],
    });
    const fleet = fleetOf(12);
    const members = fleet.map(({ accountId }) => accountId);

    const bold = correlate(fleet, shadowed(blind, shipped));
    t.same([bold.findings, bold.campaigns], [[], []]);
    const groups = bold.shadow.filter(({ subject_kind }) => subject_kind === 'campaign');
    t.equal(new Set(groups.map(({ subject_id }) => subject_id)).size, 1);
    const raised = { subject_id: /^group:system:/, verdict: 'raised', level: 'review' };
    t.match(groups[0], { ...raised, live_level: null, member_ids: members });

    const shy = correlate(fleet, shadowed(shipped, blind));
    t.match({ ...shy, shadow: [] }, correlate(fleet));
    const missed = { subject_id: shy.campaigns[0]?.campaignId, verdict: 'missed', level: 'review' };
    const live_level = shy.campaigns[0]?.level;
    t.match(shy.shadow[0], { ...missed, live_level, member_ids: members });
  },
);
