import { readdir, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import t from 'tap';
import { runCommand } from '../../../services/runtime/run-command.ts';
import { simulate } from '../../../services/simulate/simulate.ts';
import { findSample } from '../../support/sample-data.ts';
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

async function demoOf(events: string): Promise<DemoOutput> {
  const output = await run('services/runtime/demo.ts', events, '--once', '--json');
  const lines = output.trim().split('\n');
  return JSON.parse(lines.findLast((line) => line.startsWith('{')) ?? '') as DemoOutput;
}

async function backtestOf(events: string, accounts: string): Promise<string[]> {
  const findings = join(await makeTempFolder(t), 'findings.ndjson');
  const files = ['--events', events, '--accounts', accounts, '--findings', findings];
  await run('services/cli/main.ts', 'backtest', ...files);
  const found = (await readFile(findings, 'utf8')).trim().split('\n');
  return [...new Set(found.map((line) => (JSON.parse(line) as Flagged).account_id))].sort();
}

const idsOf = ({ flagged }: DemoOutput) => flagged.map(({ account_id }) => account_id).sort();

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

    const result = await demoOf(events);
    t.match(result, { events: lines.length, accepted: lines.length, rejected: 0 });
    t.ok(result.flagged.length > 0);
    t.ok(result.flagged.every(({ reasons }) => reasons.length > 0));
    t.same(await listDemoHomes(), before);
    t.same(idsOf(result), await backtestOf(events, accounts));
  },
);

const sample = findSample('sample');
t.test(
  'so it does on real traffic, every line of which is accepted',
  { skip: typeof sample === 'string' && sample },
  async (t) => {
    if (typeof sample === 'string') return;
    const result = await demoOf(sample.eventsPath);
    t.match(result, { rejected: 0, accepted: result.events });
    t.ok(result.events > 20_000 && result.flagged.length > 0);
    t.same(idsOf(result), await backtestOf(sample.eventsPath, sample.accountsPath));
  },
);
