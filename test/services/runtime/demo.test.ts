import { readdir, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import t from 'tap';
import { runCommand } from '../../../services/runtime/run-command.ts';
import { simulate } from '../../../services/simulate/simulate.ts';
import { projectRoot } from '../../support/source-files.ts';
import { makeTempFolder } from '../../support/temp-folder.ts';

interface Flagged {
  readonly account_id: string;
  readonly campaign_id: string | null;
  readonly reasons: readonly unknown[];
}

interface DemoOutput {
  readonly events: number;
  readonly accepted: number;
  readonly rejected: number;
  readonly campaigns: number;
  readonly flagged: readonly Flagged[];
}

const toLines = (records: Iterable<object>) =>
  [...records].map((record) => `${JSON.stringify(record)}\n`);

async function run(file: string, ...args: string[]): Promise<string> {
  const env = ['-i', `PATH=${process.env['PATH'] ?? ''}`, process.execPath];
  const command = [...env, 'services/runtime/bootstrap.mjs', file, ...args];
  const ran = await runCommand('env', command, { cwd: projectRoot });
  t.equal(ran.exitCode, 0, ran.output);
  return ran.output;
}

const listDemoHomes = async () =>
  (await readdir(tmpdir())).filter((name) => name.startsWith('stillwatch-demo-'));

t.setTimeout(600_000);

t.test(
  'the demo flags exactly the accounts that the backtest flags, and leaves nothing',
  async (t) => {
    const folder = await makeTempFolder(t);
    const [events, accounts] = [join(folder, 'events.ndjson'), join(folder, 'accounts.ndjson')];
    const simulation = simulate({ seed: 7, accounts: 500, days: 4 });
    const lines = toLines(simulation.events);
    await writeFile(events, lines.join(''));
    await writeFile(accounts, toLines(simulation.accounts).join(''));
    const before = await listDemoHomes();

    const output = await run('services/runtime/demo.ts', events, '--once', '--json');
    const result = JSON.parse(
      output
        .trim()
        .split('\n')
        .findLast((line) => line.startsWith('{')) ?? '',
    ) as DemoOutput;
    t.match(result, { events: lines.length, accepted: lines.length, rejected: 0 });
    t.ok(result.flagged.length > 0);
    t.ok(result.flagged.every(({ reasons }) => reasons.length > 0));
    t.same(await listDemoHomes(), before);

    const findings = join(folder, 'findings.ndjson');
    await run(
      'services/cli/main.ts',
      'backtest',
      '--events',
      events,
      '--accounts',
      accounts,
      '--findings',
      findings,
    );
    const found = (await readFile(findings, 'utf8')).trim().split('\n');
    const offline = new Set(found.map((line) => (JSON.parse(line) as Flagged).account_id));
    t.same(result.flagged.map(({ account_id }) => account_id).sort(), [...offline].sort());
  },
);
