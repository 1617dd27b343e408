import t from 'tap';
import { createCorrelator } from '../../../../workers/detection/campaigns/create-correlator.ts';
import { loadDetection } from '../../../../workers/load-detection.ts';
import { burstsOf, dealtTimes, spread } from './schedules.ts';
import {
  bankOf,
  digestOf,
  firstTickAt,
  ordinaryAccounts,
  ownTasksOf,
  questionsOf,
  type Traffic,
} from './traffic.ts';

const detection = await loadDetection();
const ordinary = spread(ordinaryAccounts(), 1000);
const bursts = burstsOf(5);

/** The campaigns that come of these accounts beside two hundred ordinary ones. */
function campaignsOf(accounts: readonly Traffic[]) {
  const correlator = createCorrelator(detection);
  for (const traffic of [...ordinary, ...accounts]) correlator.applyDigest(digestOf(traffic));
  return correlator.closeTick(firstTickAt).campaigns;
}

/** Accounts that nothing ties together that anybody wrote, active in the same bursts. */
function inLockstep(
  size: number,
  promptsOf: (index: number, count: number) => string[],
  each: (index: number) => Partial<Traffic> = () => ({}),
): Traffic[] {
  return Array.from({ length: size }, (_, index) => {
    const times = dealtTimes(bursts, index);
    return {
      accountId: `fleet-${String(index).padStart(2, '0')}`,
      prompts: promptsOf(index, times.length),
      times,
      system: `Notes of house ${index}.`,
      ip: `172.16.${index}.9`,
      payment: `card-${index}`,
      ...each(index),
    };
  });
}

const ofOneBank = (index: number, count: number) => bankOf(5, index * 100, count);

t.test('a queue that deals one bank out to twelve unlinked accounts is a campaign', async (t) => {
  const fleet = inLockstep(12, ofOneBank);
  const campaigns = campaignsOf(fleet);
  t.equal(campaigns.length, 1);
  t.same(
    campaigns[0]?.members.map(({ accountId }) => accountId),
    fleet.map(({ accountId }) => accountId),
  );
  t.match(campaigns[0]?.links, [{ family: 'activity', accounts: 12 }]);
  t.ok((campaigns[0]?.links[0]?.rarity ?? 0) > 6, 'rarer than the bar of a link');
});

t.test('the same accounts at times of their own are no campaign', async (t) => {
  t.same(campaignsOf(spread(inLockstep(12, ofOneBank), 50)), []);
});

t.test('those who write of other matters in the same minutes are no campaign', async (t) => {
  t.same(campaignsOf(inLockstep(12, ownTasksOf)), []);
});

t.test('a class at its exercises and chatters at the same hours are none', async (t) => {
  t.same(campaignsOf(inLockstep(12, (_, count) => bankOf(6, 0, count))), []);
  t.same(campaignsOf(inLockstep(12, (index, count) => questionsOf(index, count))), []);
});

t.test('accounts of one organisation are one unit, and three units are too few', async (t) => {
  const orgs = (houses: number) =>
    campaignsOf(inLockstep(12, ofOneBank, (index) => ({ org: `house-${index % houses}` })));
  t.same(orgs(1), []);
  t.same(orgs(3), []);
  t.equal(orgs(6)[0]?.members.length, 12);
});

t.test('an ordinary account that happens to be active then is no member', async (t) => {
  const guest = inLockstep(
    1,
    (_, count) => questionsOf(3, count),
    () => ({
      accountId: 'guest',
    }),
  );
  const [campaign, ...more] = campaignsOf([...inLockstep(12, ofOneBank), ...guest]);
  t.same(more, []);
  t.notOk(campaign?.members.some(({ accountId }) => accountId === 'guest'));
});
