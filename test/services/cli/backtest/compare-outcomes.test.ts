import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import fc from 'fast-check';
import t from 'tap';
import { loadRuntimeEnv } from '../../../../config/env.ts';
import {
  compareOutcomes,
  type Comparison,
} from '../../../../services/cli/backtest/compare-outcomes.ts';
import { showComparison } from '../../../../services/cli/backtest/show-comparison.ts';
import { createProgressBar } from '../../../../services/cli/progress-bar.ts';
import { runCommand } from '../../../../services/cli/run-command.ts';
import { simulate } from '../../../../services/simulate/simulate.ts';
import { makeTempFolder } from '../../../support/temp-folder.ts';

function outcomeOf(review: readonly string[], act: readonly string[] = []) {
  const line = (account_id: string, level: 'review' | 'act') => ({
    ...{ account_id, level, campaign_id: null, raised_at: '', requests_seen: 1, score: 1 },
    reasons: [],
  });
  return {
    findings: [...review.map((id) => line(id, 'review')), ...act.map((id) => line(id, 'act'))],
  };
}

t.test(
  'counts whom both flag, live alone and the challenger alone, by level and label',
  async (t) => {
    const label = (account_id: string, label: 'extraction' | 'benign' | 'ambiguous') => ({
      ...{ account_id, label, scenario: 's' },
    });
    const labels = [label('a', 'extraction'), label('b', 'benign'), label('c', 'extraction')];
    const all = [...labels, label('d', 'ambiguous'), label('e', 'benign')];
    const comparison = compareOutcomes(
      outcomeOf(['a', 'b'], ['a']),
      outcomeOf(['a', 'c', 'd']),
      all,
    );
    t.match(comparison, {
      flagged_by: { both: 1, live_alone: 1, challenger_alone: 2 },
      flagged_act_by: { both: 0, live_alone: 1, challenger_alone: 0 },
      flagged_by_label: {
        extraction: { both: 1, live_alone: 0, challenger_alone: 1 },
        benign: { both: 0, live_alone: 1, challenger_alone: 0 },
      },
      quality: {
        live: { precision: { count: 1, of: 2 }, recall: { value: 0.5 } },
        challenger: { precision: { value: 1 }, false_positive_rate: { count: 0, of: 2 } },
      },
    });
    const text = showComparison(comparison).join('\n');
    t.match(text, /review or above +1 +1 +2\n/);
    t.match(text, /live +50\.00 % \(1 of 2/);
    const bare = compareOutcomes(outcomeOf([]), outcomeOf(['a']));
    t.match(showComparison(bare).join('\n'), /review or above +0 +0 +1\nact +0 +0 +0$/);
  },
);

t.test('the parts add up to the wholes, and turning it round turns the parts', async () => {
  const some = fc.subarray(['a', 'b', 'c', 'd', 'e', 'f']);
  fc.assert(
    fc.property(some, some, (live, challenger) => {
      const { flagged_by } = compareOutcomes(outcomeOf(live), outcomeOf(challenger));
      const turned = compareOutcomes(outcomeOf(challenger), outcomeOf(live)).flagged_by;
      return (
        flagged_by.both + flagged_by.live_alone === live.length &&
        flagged_by.both + flagged_by.challenger_alone === challenger.length &&
        flagged_by.live_alone === turned.challenger_alone
      );
    }),
  );
});

t.test('the command judges the log twice and says what differs', async (t) => {
  const folder = await makeTempFolder(t);
  const write = async (name: string, text: string) => {
    await writeFile(join(folder, name), text);
    return join(folder, name);
  };
  const { events } = simulate({ seed: 12, accounts: 120, days: 5 });
  const lines = Array.from(events, (event) => JSON.stringify(event)).join('\n');
  const log = await write('log.ndjson', lines);
  const same = await write('same.json', '{}');
  const shy = await write(
    'shy.json',
    '{"scoring":{"review":99,"reviewAlone":99,"act":99,"groupReview":99}}',
  );
  const judge = async (challenger: string) => {
    const out: string[] = [];
    const context = {
      loadEnv: () => loadRuntimeEnv({ STILLWATCH_HOME: folder }),
      print: (line: string) => out.push(line),
      note: (line: string) => out.push(line),
      createBar: () => createProgressBar({ write: () => true }, { label: '', clock: () => 0 }),
    };
    const argv = ['backtest', '--events', log, '--challenger', challenger, '--json'];
    const code = await runCommand(argv, context);
    return { code, last: out.at(-1) ?? '' };
  };
  const read = async (challenger: string) =>
    JSON.parse((await judge(challenger)).last) as { flagged: number; challenger: Comparison };
  const { flagged, challenger } = await read(same);
  t.ok(flagged > 0);
  t.match(challenger.flagged_by, { both: flagged, live_alone: 0, challenger_alone: 0 });
  const none = (await read(shy)).challenger.flagged_by;
  t.match(none, { both: 0, live_alone: flagged, challenger_alone: 0 });
  t.match(await judge(join(folder, 'none.json')), { code: 1, last: /none\.json.*cannot be read/ });
});
