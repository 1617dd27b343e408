import t from 'tap';
import { createCorrelator } from '../../../../workers/detection/campaigns/create-correlator.ts';
import type { CorrelatorEffects } from '../../../../workers/detection/campaigns/correlator.ts';
import { neighbourFactsOf } from '../../../../workers/detection/campaigns/neighbours.ts';
import { createPopulation } from '../../../../workers/detection/campaigns/population.ts';
import { assessProfile } from '../../../../workers/detection/scoring/assess-profile.ts';
import { alone } from '../../../../workers/detection/scoring/define-detector.ts';
import { leaningOf } from '../../../../workers/detection/scoring/leaning.ts';
import { loadDetection } from '../../../../workers/load-detection.ts';
import { spread, spreadTimes } from './schedules.ts';
import {
  bankOf,
  digestOf,
  firstTickAt,
  ordinaryAccounts,
  profileOf,
  type Traffic,
} from './traffic.ts';

const detection = await loadDetection();
const ordinary = spread(ordinaryAccounts(), 1000);

/** Twenty accounts that share nothing but what `promptsOf` gives them, each at times of its own. */
function twenty(name: string, promptsOf: (index: number) => string[]): Traffic[] {
  const accounts = Array.from({ length: 20 }, (_, index) => ({
    accountId: `${name}-${String(index).padStart(2, '0')}`,
    prompts: promptsOf(index),
    system: `Notes of house ${index} of ${name}.`,
    ip: `172.16.${index}.9`,
  }));
  return spread(accounts, 50);
}

const weak = twenty('weak', (index) => bankOf(5, index * 100, 40));
const copies = twenty('copy', () => bankOf(8, 0, 40));

/** Asks of the same matters as the bank, as a person does: a word, a page, a question. */
const guest: Traffic = {
  accountId: 'guest',
  prompts: bankOf(5, 9000, 40).map((task, index) => {
    const asked = [`${task.split(' ')[2] ?? ''} again, why?`, `${task} `.repeat(4), task];
    return `${asked[index % 3] ?? ''}?`;
  }),
  times: spreadTimes(3, 40),
  outputTokens: [60, 90, 150],
};

/** What comes of these accounts, beside two hundred ordinary ones, at the end of one tick. */
function correlate(accounts: readonly Traffic[]): CorrelatorEffects {
  const correlator = createCorrelator(detection);
  for (const traffic of [...ordinary, ...accounts]) correlator.applyDigest(digestOf(traffic));
  return correlator.closeTick(firstTickAt);
}

function raisedBy({ findings }: CorrelatorEffects): string[] {
  return findings.map(({ subject_id, level }) => `${subject_id} ${level}`);
}

function factsOf(traffic: Traffic, accounts: readonly Traffic[]) {
  const population = createPopulation();
  for (const each of [...ordinary, ...accounts]) population.put(digestOf(each));
  return neighbourFactsOf(profileOf(traffic).words, population.words, traffic.accountId);
}

t.test('twenty weak accounts of one bank are each raised by their neighbours', async (t) => {
  for (const traffic of weak) {
    const { score } = assessProfile(profileOf(traffic), detection, () => alone);
    if (score >= detection.scoring.review) t.fail(`${traffic.accountId} is not weak: ${score}`);
  }
  const effects = correlate(weak);
  t.same(
    raisedBy(effects),
    weak.map(({ accountId }) => `${accountId} review`),
  );
  t.same(effects.campaigns, [], 'for they act at different times');
  t.match(effects.findings[0]?.reasons[0], { detector: 'similar-accounts', evidence_weight: 3 });
  t.same(
    effects.scores.map(({ score }) => score),
    effects.findings.map(({ score }) => score),
  );
});

t.test('one of them among ordinary accounts is not', async (t) => {
  t.same(raisedBy(correlate(weak.slice(0, 1))), []);
});

t.test('who asks of the same matters as a person does is not raised', async (t) => {
  t.ok(leaningOf(profileOf(guest), detection) < 0);
  t.ok((factsOf(guest, [...weak, guest])?.evidence ?? 0) > 2.5, 'whatever its neighbours say');
  const { findings, scores } = correlate([...weak, guest]);
  t.equal(findings.length, 20);
  t.notOk(scores.some(({ accountId }) => accountId === 'guest'));
});

t.test('neighbours that are copies add nothing, however many, and whoever stands by', async (t) => {
  t.same(raisedBy(correlate(copies)), []);
  t.same(
    raisedBy(correlate([...copies, ...weak])),
    weak.map(({ accountId }) => `${accountId} review`),
  );
  const [copy] = copies;
  const facts = copy === undefined ? null : factsOf(copy, [...copies, ...weak]);
  t.match(facts, { accounts: 1 }, 'nineteen copies and one of the bank are one neighbour');
});

t.test('copies whose content speaks against extraction count', async (t) => {
  const same = twenty('chat', () => [...guest.prompts]);
  const [one] = same;
  const facts = one === undefined ? null : factsOf(one, same);
  t.match(facts, { accounts: 19 });
  t.ok((facts?.evidence ?? 0) < -1);
});

t.test('a level that was raised before is not raised again', async (t) => {
  const correlator = createCorrelator(detection);
  const raised = [{ accountId: 'weak-00', level: 'review' as const }];
  const digests = [...ordinary, ...weak].map((traffic) => digestOf(traffic));
  correlator.restore({ campaigns: [], digests, raised, tombstones: [] });
  for (const traffic of weak) correlator.applyDigest(digestOf(traffic));
  t.same(
    raisedBy(correlator.closeTick(firstTickAt)),
    weak.slice(1).map(({ accountId }) => `${accountId} review`),
  );
  for (const traffic of weak) correlator.applyDigest(digestOf(traffic));
  t.same(raisedBy(correlator.closeTick(firstTickAt + 3_600_000)), []);
});
