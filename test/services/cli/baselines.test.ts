import t from 'tap';
import { loadRuntimeEnv } from '../../../config/env.ts';
import { createProgressBar } from '../../../services/cli/progress-bar.ts';
import { runCommand } from '../../../services/cli/run-command.ts';
import { insertBaseline, listBaselinePromotions } from '../../../services/storage/baselines.ts';
import { inTransaction } from '../../../services/storage/transaction.ts';
import { detectionFingerprint } from '../../../workers/detection/baselines/detection-fingerprint.ts';
import { createVoteTally } from '../../../workers/detection/baselines/tally-votes.ts';
import { loadDetection } from '../../../workers/load-detection.ts';
import { startStores } from '../../support/stores.ts';

const { pool, databaseUrl } = await startStores(t);
const detection = await loadDetection();

async function run(...argv: string[]) {
  const [out, notes]: [string[], string[]] = [[], []];
  const code = await runCommand(['baselines', ...argv], {
    loadEnv: () => loadRuntimeEnv({ DATABASE_URL: databaseUrl }),
    print: (line) => out.push(line),
    note: (line) => notes.push(line),
    createBar: () => createProgressBar({ write: () => true }, { label: '', clock: () => 0 }),
  });
  return { code, out: out.join('\n'), notes: notes.join('\n') };
}

/** A version of so many honest chat accounts, some of which a person cleared at a high score. */
async function store(version: string, { honest = 20_000, cleared = 0, fingerprint = '' }) {
  const tally = createVoteTally(detection.scoring.review);
  const vote = { clientClass: 'chat' as const, unit: null, isYoung: false };
  for (let index = 0; index < honest; index++) {
    tally.add({ ...vote, score: -1, standing: 'unflagged' });
  }
  for (let index = 0; index < cleared; index++) {
    tally.add({ ...vote, score: 20, standing: 'cleared' });
  }
  const { counts, classes } = tally.finish();
  const of = fingerprint || detectionFingerprint(detection);
  const snapshot = { version, fingerprint: of, classes };
  await inTransaction(pool, (client) =>
    insertBaseline(client, { snapshot, counts: { ...counts } }),
  );
}

await t.test('a first version is compared with nothing and promoted', async (t) => {
  t.match(await run('list'), { code: 0, out: /^version/ });
  await store('2026-05-04', {});
  t.match(await run('list'), { code: 0, out: /2026-05-04 +candidate +20000/ });
  t.match(await run('compare', '2026-05-04'), { code: 0, out: /chat +- > 20000 .* yes +1\.0/ });
  const promoted = await run('promote', '2026-05-04', '--by', 'ada');
  t.match(promoted, { code: 0, notes: /the bar from the next start/ });
  t.match((await run('list')).out, /2026-05-04 +active[^]*promoted[^]*2026-05-04 +- +ada/);
});

await t.test('a version that moves a rate too far waits for a yes', async (t) => {
  await store('2026-05-05', { cleared: 9 });
  t.match(await run('compare', '2026-05-05'), { out: /chat +20000 > 20009 .* no +10\.0/ });
  const refused = await run('promote', '2026-05-05');
  t.match(refused, { code: 1, notes: /rates of chat by more than a factor of 2/ });
  t.equal((await listBaselinePromotions(pool)).length, 1);
  t.equal((await run('promote', '2026-05-05', '--accept-shift')).code, 0);
  t.equal((await listBaselinePromotions(pool)).length, 2);
});

await t.test('one learned under other settings, or unknown, is not promoted', async (t) => {
  await store('2026-05-06', { honest: 10, fingerprint: 'ffffffff' });
  t.match(await run('promote', '2026-05-06'), { code: 1, notes: /other detection settings/ });
  t.match(await run('promote', '2026-01-01'), { code: 1, notes: /no baseline 2026-01-01/ });
  t.match(await run('promote'), { code: 2, notes: /Name a version/ });
  t.match(await run('forget'), { code: 2, notes: /baselines list/ });
  const listed = JSON.parse((await run('list', '--json')).out) as Record<string, unknown[]>;
  t.match(listed, { versions: [{ version: '2026-05-06', state: 'candidate' }, {}, {}] });
});
