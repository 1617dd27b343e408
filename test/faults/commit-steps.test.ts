import t, { type Test } from 'tap';
import { countFaultPoints } from '../support/fault-points.ts';
import { projectRoot } from '../support/source-files.ts';
import { preload, spawnRole } from '../support/spawn-role.ts';
import { startStores } from '../support/stores.ts';
import { expectOutcome } from './expected-outcome.ts';
import { startPipeline, until, type Pipeline } from './pipeline.ts';
import { createTraffic } from './traffic.ts';

const batches = createTraffic();
const half = Math.floor(batches.length / 2);
const expected = await expectOutcome(batches);

interface Doomed {
  readonly role: 'detect' | 'correlate';
  readonly file: string;
  /** It dies at this commit of its own. */
  readonly reach: number;
}

/** Sends the second half in as many parts as there are deaths, each under a worker that dies at the next step. */
async function dieAtEachStep(t: Test, pipeline: Pipeline, { role, file, reach }: Doomed) {
  const steps = countFaultPoints(projectRoot, file);
  const share = Math.ceil((batches.length - half) / steps);
  for (let step = 0; step < steps; step += 1) {
    const worker = spawnRole(t, role, {
      ...pipeline.settings,
      ...preload('die-at.ts'),
      DIE_AT: JSON.stringify({ file, step, reach }),
    });
    const from = half + step * share;
    await pipeline.send(batches.slice(from, from + share));
    const name = `${file}, step ${String(step)}`;
    await until(`a death at ${name}`, () => worker.child.signalCode !== null);
    t.equal(worker.child.signalCode, 'SIGKILL', name);
  }
  spawnRole(t, role, pipeline.settings);
}

async function startHalfWay(t: Test): Promise<Pipeline> {
  const pipeline = await startPipeline(t, await startStores(t));
  await pipeline.send(batches.slice(0, half));
  await until('half of it to be applied', async () => (await pipeline.appliedBatches()) === half);
  return pipeline;
}

await t.test('a detect worker that dies after each step of a commit', async (t) => {
  const pipeline = await startHalfWay(t);
  await Promise.all(pipeline.detect.map(({ end }) => end('SIGTERM')));
  await dieAtEachStep(t, pipeline, {
    role: 'detect',
    file: 'workers/detect/commit-session.ts',
    reach: 2,
  });
  await pipeline.settle();
  t.same(await pipeline.readOutcome(), expected, 'changes nothing');
});

await t.test('a correlate worker that dies after each step of closing ticks', async (t) => {
  const pipeline = await startHalfWay(t);
  await pipeline.correlate.end('SIGTERM');
  await dieAtEachStep(t, pipeline, {
    role: 'correlate',
    file: 'workers/correlate/close-ticks.ts',
    reach: 1,
  });
  await pipeline.settle();
  t.same(await pipeline.readOutcome(), expected, 'changes nothing');
});
