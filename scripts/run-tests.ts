import { createWriteStream, existsSync } from 'node:fs';
import { mkdir, readFile, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { failWith } from '../services/runtime/fail-with.ts';
import { startTestPostgres } from '../test/support/own-postgres.ts';
import { makeTempFolder } from '../test/support/temp-folder.ts';
import { projectRoot, runTool } from './run-tool.ts';
import { listTestFiles, type Suite } from './test-files.ts';
import { formatTotals, readTotals } from './test-totals.ts';

const tapOutput = join(projectRoot, '.tap/output.tap');

/** tap is assembled from the plug-ins that .taprc names, once after every install. */
async function ensureTapIsBuilt(): Promise<void> {
  if (existsSync(join(projectRoot, 'node_modules/@tapjs/test/test-built/package.json'))) return;
  process.stderr.write('Preparing the test runner ...\n');
  const exitCode = await runTool('tap', ['build']);
  if (exitCode !== 0) throw new Error(`tap build failed with exit code ${exitCode}.`);
}

interface Kind {
  readonly suite: Suite;
  /** Environment variables of the tests, beside the database. */
  readonly settings: Readonly<Record<string, string>>;
  /** Options of tap beside those of .taprc. */
  readonly tapOptions: readonly string[];
}

interface Run extends Omit<Kind, 'suite'> {
  readonly files: readonly string[];
}

/** tap writes its report for people on a terminal and TAP elsewhere; the file gets TAP either way. */
async function runTap(run: Run, databaseUrl: string): Promise<number> {
  const settings = { STILLWATCH_TEST_POSTGRES: databaseUrl, ...run.settings };
  const asked = [...run.tapOptions, ...run.files];
  await mkdir(dirname(tapOutput), { recursive: true });
  await rm(tapOutput, { force: true });
  if (process.stdout.isTTY) {
    return runTool('tap', ['run', `--output-file=${tapOutput}`, ...asked], { settings });
  }
  const copyTo = createWriteStream(tapOutput);
  const exitCode = await runTool('tap', ['run', '--reporter=tap', ...asked], { settings, copyTo });
  await promisify(copyTo.end.bind(copyTo))();
  return exitCode;
}

type CleanUp = () => Promise<void> | void;

/** One PostgreSQL for the whole run; each test file clones a database of its own from its template. */
async function runWithStores(run: Run): Promise<number> {
  const cleanUps: CleanUp[] = [];
  try {
    const folder = await makeTempFolder({ teardown: (clean) => cleanUps.push(clean) });
    const postgres = await startTestPostgres(folder);
    cleanUps.push(() => postgres.stop());
    return await runTap(run, postgres.url);
  } finally {
    for (const cleanUp of cleanUps.reverse()) await cleanUp();
  }
}

const usual: Kind = { suite: 'all-but-browser', settings: {}, tapOptions: [] };
const kinds: Readonly<Record<string, Kind | undefined>> = {
  e2e: { suite: 'browser', settings: {}, tapOptions: [] },
  fuzz: { suite: 'fuzz', settings: { FUZZ_SECONDS: '60' }, tapOptions: ['--timeout=3600'] },
};

async function main(args: readonly string[]): Promise<number> {
  const kind = kinds[args[0] ?? ''];
  const named = kind === undefined ? args : args.slice(1);
  const { suite, ...how } = kind ?? usual;
  const files = named.length > 0 ? named : await listTestFiles(suite);
  if (files.length === 0) {
    process.stdout.write('There are no tests of this kind yet.\n0 passed, 0 failed\n');
    return 0;
  }
  await ensureTapIsBuilt();
  const exitCode = await runWithStores({ files, ...how });
  const totals = readTotals(await readFile(tapOutput, 'utf8').catch(() => ''));
  process.stdout.write(`${formatTotals(totals, exitCode)}\n`);
  return exitCode;
}

// tap gets Ctrl-C too and ends first; the clean-up after it must still run.
process.on('SIGINT', () => undefined);
process.on('SIGTERM', () => undefined);
main(process.argv.slice(2)).then((exitCode) => process.exit(exitCode), failWith);
