import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import t from 'tap';
import { hasEnded } from '../../../services/runtime/child-process.ts';
import { supervise, type ServicePlan } from '../../../services/runtime/supervise.ts';
import { waitUntil } from '../../../services/runtime/wait-until.ts';

function planSleeper(started: ChildProcess[]): ServicePlan {
  return {
    name: 'sleeper',
    stopSignal: 'SIGTERM',
    start: async () => {
      const child = spawn('sleep', ['600'], { stdio: 'ignore' });
      await once(child, 'spawn');
      started.push(child);
      return child;
    },
  };
}

t.test('a service that is killed is started again, and not after its stop', async (t) => {
  const started: ChildProcess[] = [];
  const said: string[] = [];
  const service = await supervise(planSleeper(started), (line) => said.push(line));
  started[0]?.kill('SIGKILL');
  t.ok(await waitUntil(() => started.length === 2, { deadlineMs: 10_000 }));
  t.match(said, [/sleeper ended unexpectedly \(SIGKILL\)/]);
  await service.stop();
  t.ok(started.every(hasEnded));
  t.equal(started.length, 2);
});

t.test('a failed restart is tried again', async (t) => {
  const started: ChildProcess[] = [];
  const plan = planSleeper(started);
  let failures = 2;
  const start = async () => {
    if (started.length > 0 && failures > 0) {
      failures -= 1;
      throw new Error('not yet');
    }
    return plan.start();
  };
  const service = await supervise({ ...plan, start }, () => undefined);
  started[0]?.kill('SIGKILL');
  t.ok(await waitUntil(() => started.length === 2, { deadlineMs: 10_000 }));
  t.equal(failures, 0);
  await service.stop();
});

t.test('a first start that fails is not repeated', async (t) => {
  const start = () => Promise.reject(new Error('no'));
  await t.rejects(
    supervise({ name: 'broken', stopSignal: 'SIGTERM', start }, () => undefined),
    {
      message: 'no',
    },
  );
});
