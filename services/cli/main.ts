import { loadRuntimeEnv } from '../../config/env.ts';
import { createProgressBar } from './progress-bar.ts';
import { runCommand } from './run-command.ts';

process.exitCode = await runCommand(process.argv.slice(2), {
  loadEnv: () => loadRuntimeEnv(),
  print: (line) => process.stdout.write(`${line}\n`),
  note: (line) => process.stderr.write(`${line}\n`),
  createBar: (label) => createProgressBar(process.stderr, { label, clock: Date.now }),
});
