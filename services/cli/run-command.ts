import { AppError } from '../errors.ts';
import type { Command, CommandContext } from './command.ts';
import { commands } from './command-list.ts';
import { suggest } from './suggest.ts';

const overview = [
  'stillwatch COMMAND [options]',
  '',
  ...commands.map(({ name, summary }) => `  ${name.padEnd(13)} ${summary}`),
  `  ${'help'.padEnd(13)} what a command does: stillwatch help COMMAND`,
  '',
  'From a checkout: npm run -s stillwatch -- COMMAND. Exit codes: 0 done, 1 failed, 2 called wrongly.',
];

const wantsHelp = (word: string | undefined) => word === '--help' || word === '-h';

function getCommand(name: string): Command {
  const found = commands.find((command) => command.name === name);
  if (found !== undefined) return found;
  const near = suggest(name, [...commands.map((command) => command.name), 'help']);
  const hint = near === undefined ? 'stillwatch help lists them all.' : `Did you mean ${near}?`;
  throw new AppError('usage', `There is no command ${name}. ${hint}`);
}

async function run(argv: readonly string[], context: CommandContext): Promise<number> {
  const [name, ...args] = argv;
  if (name === undefined || wantsHelp(name)) {
    overview.forEach(context.print);
    return name === undefined ? 2 : 0;
  }
  if (name === 'help') return run([...args, '--help'], context);
  const command = getCommand(name);
  if (!args.some(wantsHelp)) return command.run(args, context);
  context.print(command.usage);
  return 0;
}

/** Runs what the arguments name and returns the exit code: 0 done, 1 failed, 2 called wrongly. */
export async function runCommand(
  argv: readonly string[],
  context: CommandContext,
): Promise<number> {
  try {
    return await run(argv, context);
  } catch (error) {
    context.note(`stillwatch: ${explain(error)}`);
    return error instanceof AppError && error.code === 'usage' ? 2 : 1;
  }
}

const unreachable: ReadonlySet<string> = new Set(['ECONNREFUSED', 'ENOTFOUND', 'ETIMEDOUT']);

function explain(error: unknown): string {
  if (error instanceof AppError) return error.message;
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  if (unreachable.has(code)) {
    return `A store does not answer (${code}). stillwatch doctor says which and how to mend it.`;
  }
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
