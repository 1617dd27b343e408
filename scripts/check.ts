import { runScript, runTool } from './run-tool.ts';

interface Step {
  readonly name: string;
  /** Resolves to an exit code. */
  readonly run: () => Promise<number>;
}

const steps: readonly Step[] = [
  { name: 'format', run: () => runTool('prettier', ['--check', '--log-level=warn', '.']) },
  // Import zones and cycles are rules of the linter.
  { name: 'lint', run: () => runTool('eslint', ['.']) },
  { name: 'types', run: () => runTool('tsc', ['--noEmit']) },
  { name: 'duplicates', run: () => runTool('jscpd', ['--config', '.jscpd.json', '.']) },
  { name: 'generated docs', run: () => runScript('scripts/generate-docs.ts', ['--check']) },
];

async function runStep({ name, run }: Step): Promise<string | undefined> {
  const startedAt = performance.now();
  const exitCode = await run();
  const seconds = ((performance.now() - startedAt) / 1_000).toFixed(1);
  process.stdout.write(`${exitCode === 0 ? 'ok    ' : 'FAILED'} ${name} (${seconds} s)\n`);
  return exitCode === 0 ? undefined : name;
}

const isWithoutTests = process.argv.includes('--without-tests');
const tests: Step = { name: 'tests', run: () => runScript('scripts/run-tests.ts', []) };
const failed: string[] = [];
for (const step of isWithoutTests ? steps : [...steps, tests]) {
  const failure = await runStep(step);
  if (failure !== undefined) failed.push(failure);
}
process.stdout.write(
  failed.length === 0 ? 'All checks passed.\n' : `Failed: ${failed.join(', ')}.\n`,
);
process.exit(failed.length === 0 ? 0 : 1);
