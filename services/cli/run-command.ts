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

/** Runs what the arguments name and returns the exit code: 0 done, 1 failed, 2 called wrongly. */
export async function runCommand(
  argv: readonly string[],
  context: CommandContext,
): Promise<number> {
  const [name, ...args] = argv;
  try {
    if (name === undefined || wantsHelp(name) || (name === 'help' && args[0] === undefined)) {
      overview.forEach(context.print);
      return name === undefined ? 2 : 0;
    }
    const command = getCommand(name === 'help' ? (args[0] ?? '') : name);
    if (name === 'help' || args.some(wantsHelp)) {
      context.print(command.usage);
      return 0;
    }
    return await command.run(args, context);
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
