import { loadRuntimeEnv } from '../../config/env.ts';
import { createProgressBar } from './progress-bar.ts';
import { runCommand } from './run-command.ts';

// As for any command in a pipe: whoever read it has seen enough (`| head`).
const endedBySignalPipe = 141;
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
  process.exit(endedBySignalPipe);
});

process.exitCode = await runCommand(process.argv.slice(2), {
  loadEnv: () => loadRuntimeEnv(),
  print: (line) => process.stdout.write(`${line}\n`),
  note: (line) => process.stderr.write(`${line}\n`),
  createBar: (label) => createProgressBar(process.stderr, { label, clock: Date.now }),
});
