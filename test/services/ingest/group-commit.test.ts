import { setImmediate } from 'node:timers/promises';
import t from 'tap';
import { createGroupCommit } from '../../../services/ingest/group-commit.ts';
import type { Teardown } from '../../support/temp-folder.ts';
import { decodeBatch, type BatchRecord } from '../../../services/queue/batch.ts';

/** Long enough for everything that is planned for the next turn, and what follows from it. */
async function nextTurn(): Promise<void> {
  await setImmediate();
  await setImmediate();
}

function record(text: string): BatchRecord {
  return { kind: 'event', referenceAt: 5, source: null, line: Buffer.from(text) };
}

interface Append {
  readonly partition: number;
  readonly lines: string[];
  readonly finish: () => void;
  readonly fail: () => void;
}

/** A queue whose appends end when the test says so, and at its end. */
function createQueue(t: Teardown) {
  const appends: Append[] = [];
  const append = (partition: number, buffer: Buffer) => {
    const { promise, resolve, reject } = Promise.withResolvers<undefined>();
    const lines = decodeBatch(buffer).records.map(({ line }) => line.toString());
    const fail = () => {
      reject(new Error('away'));
    };
    const finish = () => {
      resolve(undefined);
    };
    appends.push({ partition, lines, finish, fail });
    return promise;
  };
  t.teardown(() => {
    for (const { finish } of appends) finish();
  });
  return { appends, append };
}

const settings = { partitions: 2, clock: Date.now, batchBytes: 100, batchDelayMs: 60_000 };

await t.test('a lone request is stored at once, by partition', async (t) => {
  const { appends, append } = createQueue(t);
  const { commit } = createGroupCommit({ ...settings, append });
  const stored = commit([[record('a'), record('b')], [record('c')]]);
  await nextTurn();
  t.match(appends, [
    { partition: 0, lines: ['a', 'b'] },
    { partition: 1, lines: ['c'] },
  ]);
  appends.forEach(({ finish }) => finish());
  await stored;
});

await t.test(
  'requests that come while one is under way share the next batch, in order',
  async (t) => {
    const { appends, append } = createQueue(t);
    const { commit } = createGroupCommit({ ...settings, append });
    const all = [commit([[record('a')]])];
    await nextTurn();
    all.push(commit([[record('b')]]), commit([[record('c')]]));
    await nextTurn();
    t.equal(appends.length, 1);
    appends[0]?.finish();
    await all[0];
    await nextTurn();
    t.same(appends[1]?.lines, ['b', 'c']);
    appends[1]?.finish();
    await Promise.all(all);
  },
);

await t.test('a batch waits for a request that is being read, up to its delay', async (t) => {
  const { appends, append } = createQueue(t);
  const patient = createGroupCommit({ ...settings, append });
  const leave = patient.enter();
  void patient.commit([[record('a')]]);
  await nextTurn();
  t.equal(appends.length, 0);
  leave();
  await nextTurn();
  t.equal(appends.length, 1);

  const hasty = createGroupCommit({ ...settings, batchDelayMs: 1, append });
  const leaveHasty = hasty.enter();
  const stored = hasty.commit([[record('b')]]);
  while (appends.length < 2) await nextTurn();
  appends[1]?.finish();
  await stored;
  leaveHasty();
});

await t.test('a large request is cut into batches, stored one after the other', async (t) => {
  const { appends, append } = createQueue(t);
  const { commit, enter } = createGroupCommit({ ...settings, append });
  const leave = enter();
  const lines = Array.from({ length: 5 }, (_, index) => String(index).repeat(50));
  const stored = commit([lines.map(record)]);
  await nextTurn();
  t.match(appends, [{ lines: lines.slice(0, 2) }], 'a full batch waits for nobody');
  appends[0]?.finish();
  await nextTurn();
  t.match(appends[1], { lines: lines.slice(2, 4) });
  appends[1]?.finish();
  await nextTurn();
  t.equal(appends.length, 2, 'the rest is not full and waits for company');
  t.equal(await Promise.race([stored.then(() => 'stored'), setImmediate('open')]), 'open');
  leave();
  await nextTurn();
  appends[2]?.finish();
  await stored;
});

await t.test('a failed append is told to those in its batch and to no one else', async (t) => {
  const { appends, append } = createQueue(t);
  const { commit } = createGroupCommit({ ...settings, append });
  const first = commit([[record('a')]]);
  await nextTurn();
  const second = commit([[record('b')]]);
  await nextTurn();
  appends[0]?.fail();
  await t.rejects(first, { code: 'store_unavailable', status: 503, retryAfterSeconds: 1 });
  await nextTurn();
  appends[1]?.finish();
  await second;
});

await t.test('an append that never ends is a refusal at the deadline', async (t) => {
  const { append } = createQueue(t);
  const { commit } = createGroupCommit({ ...settings, append, deadlineMs: 10 });
  await t.rejects(commit([[record('a')]]), { code: 'store_unavailable' });
});
