import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import t from 'tap';
import { findSample } from '../../../support/sample-data.ts';
import { projectRoot } from '../../../support/source-files.ts';

interface Share {
  readonly scenario: string;
  readonly label: string;
  readonly flagged: { readonly count: number; readonly of: number };
}

t.setTimeout(300_000);
const files = findSample('dev');

t.test(
  'on labelled real traffic the plain families are found and honest accounts are left alone',
  { skip: typeof files === 'string' && files },
  async (t) => {
    if (typeof files === 'string') return;
    const { eventsPath, accountsPath, labelsPath } = files;
    const paths = ['--events', eventsPath, '--accounts', accountsPath, '--labels', labelsPath];
    const command = ['services/cli/main.ts', 'backtest', ...paths, '--json'];
    const { stdout } = await promisify(execFile)(process.execPath, command, { cwd: projectRoot });
    const report = JSON.parse(stdout) as { scenarios: readonly Share[] };
    const shareOf = (isMeant: (share: Share) => boolean) => {
      const meant = report.scenarios.filter(isMeant);
      const sum = (field: 'count' | 'of') =>
        meant.reduce((total, { flagged }) => total + flagged[field], 0);
      return sum('count') / sum('of');
    };
    for (const family of ['single_loud', 'cot_elicitation', 'logit_probe'])
      t.ok(shareOf(({ scenario }) => scenario === family) >= 0.6, family);
    t.ok(shareOf(({ label }) => label === 'benign') <= 0.01, 'benign');
  },
);
