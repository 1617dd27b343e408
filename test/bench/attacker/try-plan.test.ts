import t from 'tap';
import { createAttack } from '../../../bench/attacker/attack-traffic.ts';
import { createBackground } from '../../../bench/attacker/background.ts';
import { naivePlan } from '../../../bench/attacker/plan.ts';
import { tryPlan } from '../../../bench/attacker/try-plan.ts';
import { loadDetection } from '../../../workers/load-detection.ts';

t.setTimeout(120_000);

const detection = await loadDetection();
const background = createBackground({ seed: 3, accounts: 60, days: 5 }, detection);
const { world } = background;
const fleet = { ...naivePlan, accounts: 20, requestsPerDay: 60 };

await t.test('an attack asks every task once, from accounts that share what the plan says', (t) => {
  const attack = createAttack(fleet, { world, wanted: 400, seed: 1 });
  t.equal(attack.accounts.length, 20);
  t.ok([...attack.harvest.values()].every((times) => times.length === 20));
  const asked = attack.events.map(({ messages }) => messages?.at(-1)?.content);
  t.equal(new Set(asked).size, asked.length);
  const systems = new Set(attack.events.map(({ messages }) => messages?.[0]?.content));
  t.equal(systems.size, 1);
  t.ok(new Set(attack.accounts.map((one) => one.payment_fingerprint)).size <= 4);
  t.same(createAttack(fleet, { world, wanted: 400, seed: 1 }), attack, 'seeded');
  t.end();
});

await t.test('a plan that hides shares nothing, and cover comes on top of the tasks', (t) => {
  const plan = {
    ...fleet,
    coverShare: 0.5,
    wrapping: 'one an account' as const,
    sharesInfrastructure: false,
  };
  const attack = createAttack(plan, { world, wanted: 200, seed: 1 });
  const tasks = [...attack.harvest.values()].reduce((sum, times) => sum + times.length, 0);
  t.equal(tasks, 200);
  t.ok(attack.events.length > 300);
  const networks = attack.events.map(({ client }) => client?.ip?.split('.').slice(0, 3).join('.'));
  t.ok(new Set(networks).size >= 20);
  t.end();
});

await t.test('what was answered before the flag is kept, the rest is lost', (t) => {
  const given = { background, wanted: 400, seeds: [1, 2] };
  const at = (review: number) => {
    const scoring = { ...detection.scoring, review, act: 1000, groupReview: review };
    return tryPlan(naivePlan, { ...given, detection: { ...detection, scoring } });
  };
  const eager = at(-1000);
  t.equal(eager.flaggedAccounts, 1);
  t.ok(eager.harvested >= 10 && eager.harvested <= 100, `${eager.harvested} answers`);
  t.ok(eager.requests >= eager.harvested);
  t.match(at(1000), { flaggedAccounts: 0, harvested: 400 });
  t.ok(background.accounts > 0 && background.events > 0);
  t.end();
});
