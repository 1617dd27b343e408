import t from 'tap';
import { simulateMachines, type Scenario } from '../../bench/queueing/simulate-machines.ts';

const base: Scenario = {
  ...{ cores: 4, processes: { one: 1, two: 1 }, inFlight: 1, requests: 100 },
  before: [{ role: 'one', cpuUs: 500 }],
  after: [],
};

await t.test('one client at one process waits for nobody', async (t) => {
  const { endUs, latenciesUs, utilisation } = simulateMachines(base);
  t.equal(endUs, 50_000);
  t.same(new Set(latenciesUs), new Set([500]));
  t.equal(utilisation.get('one'), 1);
  t.equal(utilisation.get('two'), 0);
});

await t.test('many clients at one process wait for each other', async (t) => {
  const { endUs, latenciesUs } = simulateMachines({ ...base, inFlight: 10 });
  t.equal(endUs, 50_000, 'which is no faster for it');
  t.equal(latenciesUs.at(-1), 5_000);
});

await t.test('processes work at the same time while there are cores', async (t) => {
  const after = [{ role: 'two', cpuUs: 500 }];
  t.equal(simulateMachines({ ...base, after, inFlight: 4 }).endUs, 50_500);
  t.equal(simulateMachines({ ...base, after, inFlight: 4, cores: 1 }).endUs, 100_000);
});

await t.test('long jobs share a core by slices', async (t) => {
  const processes = { one: 2 };
  const before = [{ role: 'one', cpuUs: 10_000 }];
  const scenario = { ...base, processes, before, cores: 1, inFlight: 2, requests: 2 };
  const { latenciesUs } = simulateMachines(scenario);
  t.same(latenciesUs, [19_000, 20_000]);
});

await t.test('a wait takes time and no core', async (t) => {
  const before = [{ role: 'one', cpuUs: 500, waitUs: 2_000 }];
  const { endUs, utilisation } = simulateMachines({ ...base, before });
  t.equal(endUs, 250_000);
  t.equal(utilisation.get('one'), 0.2);
});
