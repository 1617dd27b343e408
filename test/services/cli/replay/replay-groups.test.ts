import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import t from 'tap';
import { findInputs } from '../../../../services/cli/inputs/find-inputs.ts';
import { replayInputs, type ReplayOptions } from '../../../../services/cli/replay/replay-inputs.ts';
import { openJournal } from '../../../../services/cli/replay/replay-journal.ts';
import { startIntake, type IntakeAnswer } from '../../../support/scripted-intake.ts';
import { makeTempFolder, type Teardown } from '../../../support/temp-folder.ts';

const hourMs = 3_600_000;
const startAt = Date.parse('2026-03-01T00:00:00Z');

/** One file a list of hours, its events named by file and place. */
async function writeLogs(t: Teardown, files: Readonly<Record<string, readonly number[]>>) {
  const folder = await makeTempFolder(t);
  for (const [name, hours] of Object.entries(files)) {
    const lines = hours.map((hour, place) => {
      const at = new Date(startAt + hour * hourMs).toISOString();
      return JSON.stringify({ event_id: `${name}${String(place)}`, occurred_at: at });
    });
    await writeFile(join(folder, name), lines.join('\n'));
  }
  return { folder, inputs: await findInputs([folder]) };
}

const refusal: IntakeAnswer = { status: 401, body: { code: 'key_unknown', message: 'no' } };
const taken = (accepted: number): IntakeAnswer => ({
  status: 200,
  body: { accepted, rejected: 0, errors: [] },
});

/** Runs after one another with the same journal. */
function createRunner(
  { folder, url }: { readonly folder: string; readonly url: string },
  limits: Partial<ReplayOptions> = { batchSize: 2, groupBytes: 1 },
) {
  return async (inputs: ReplayOptions['inputs']) => {
    const journal = await openJournal(join(folder, '.state'), { url, format: 'usage-events' });
    const run = replayInputs({ inputs, url, key: 'k', journal, ...limits });
    return run.finally(journal.close);
  };
}

await t.test('what fits into memory is sent in event time over all files', async (t) => {
  const { url, seen } = await startIntake(t);
  const { inputs } = await writeLogs(t, { a: [0, 3], b: [1, 2] });
  const disorder: string[] = [];
  const onDisorder = (name: string) => disorder.push(name);
  await replayInputs({ inputs, url, key: 'k', onDisorder });
  t.same(
    seen.flatMap(({ ids }) => ids),
    ['a0', 'b0', 'b1', 'a1'],
  );
  t.same(disorder, []);
});

await t.test('what does not is sent part by part, and says where times go back', async (t) => {
  const { url, seen } = await startIntake(t);
  const { inputs } = await writeLogs(t, { a: [0, 3], b: [1, 2], c: [4] });
  const disorder: (readonly [string, number])[] = [];
  const shares: number[] = [];
  await replayInputs({
    ...{ inputs, url, key: 'k', groupBytes: 1 },
    onDisorder: (name, ms) => disorder.push([name.slice(-1), ms / hourMs]),
    onProgress: ({ share }) => shares.push(share),
  });
  t.same(
    seen.flatMap(({ ids }) => ids),
    ['a0', 'a1', 'b0', 'b1', 'c0'],
  );
  t.same(disorder, [['b', 2]], 'b begins two hours before the last of a');
  t.same(
    shares,
    shares.toSorted((a, b) => a - b),
  );
  t.equal(shares.at(-1), 1);
});

await t.test(
  'with a journal, a later run sends what was not answered, and what is new',
  async (t) => {
    const { url, seen } = await startIntake(t, [taken(2), taken(1), refusal]);
    const { folder, inputs } = await writeLogs(t, { a: [0, 1, 2], b: [3, 4], c: [5] });
    const run = createRunner({ folder, url });
    await t.rejects(run(inputs), { code: 'intake_refused' });
    t.same(
      seen.splice(0).map(({ ids }) => ids),
      [['a0', 'a1'], ['a2'], ['b0', 'b1']],
    );

    t.match(await run(inputs), { events: 3 });
    t.same(
      seen.splice(0).map(({ ids }) => ids),
      [['b0', 'b1'], ['c0']],
    );

    await writeFile(join(folder, 'd'), '{"event_id":"d0","occurred_at":"2026-03-02T00:00:00Z"}');
    await writeFile(join(folder, 'c'), '{"event_id":"c9","occurred_at":"2026-03-03T00:00:00Z"}\n');
    t.match(await run(await findInputs([folder])), { events: 2 });
    t.same(
      seen.flatMap(({ ids }) => ids),
      ['c9', 'd0'],
      'the file that changed and the new one',
    );
  },
);

await t.test('a group that changed since the last run is sent from its start', async (t) => {
  const { url, seen } = await startIntake(t, [taken(1), refusal]);
  const { folder, inputs } = await writeLogs(t, { a: [0, 2], b: [4] });
  const run = createRunner({ folder, url }, { batchSize: 1 });
  await t.rejects(run(inputs), { code: 'intake_refused' });
  await writeFile(join(folder, 'b'), '{"event_id":"early","occurred_at":"2026-02-01T00:00:00Z"}');
  seen.splice(0);
  t.match(await run(await findInputs([folder])), { events: 3 });
  t.same(
    seen.flatMap(({ ids }) => ids),
    ['early', 'a0', 'a1'],
  );
});
