import { parseArgs, type ParseArgsOptionsConfig } from 'node:util';
import type { RuntimeEnv } from '../../config/env.ts';
import { AppError } from '../errors.ts';
import type { ProgressBar } from './progress-bar.ts';

export interface CommandContext {
  /** Throws setting_invalid when the environment is not usable. */
  readonly loadEnv: () => RuntimeEnv;
  /** A line for stdout: what the command was asked for. */
  readonly print: (line: string) => void;
  /** A line for stderr: what a person may like to know meanwhile. */
  readonly note: (line: string) => void;
  readonly createBar: (label: string) => ProgressBar;
}

export interface Command {
  readonly name: string;
  readonly summary: string;
  /** What `stillwatch help NAME` prints. */
  readonly usage: string;
  /** Returns the exit code: 0 done, 1 failed. */
  readonly run: (args: readonly string[], context: CommandContext) => Promise<number>;
}

interface ArgsConfig<Options extends ParseArgsOptionsConfig> {
  readonly args: readonly string[];
  readonly options: Options;
}

/** node:util's parseArgs, strict; throws `usage` naming the argument that is wrong. */
export function readArgs<const Options extends ParseArgsOptionsConfig>({
  args,
  options,
}: ArgsConfig<Options>) {
  try {
    return parseArgs({ args: [...args], options, allowPositionals: true, strict: true });
  } catch (cause) {
    const message = cause instanceof Error ? (cause.message.split('. ')[0] ?? '') : String(cause);
    throw new AppError('usage', `${message}.`, { cause });
  }
}

/** Why something is done, which every act of weight needs. */
export function readReason(given: string | undefined): string {
  const reason = given?.trim() ?? '';
  if (reason === '') throw new AppError('usage', 'Say why, for the audit trail: --reason TEXT.');
  return reason;
}

/** A whole number of at least 1 from an option. */
export function readCount(name: string, value: string): number {
  const count = Number(value);
  if (Number.isSafeInteger(count) && count >= 1) return count;
  throw new AppError('usage', `--${name} must be a whole number of at least 1, not '${value}'.`);
}
