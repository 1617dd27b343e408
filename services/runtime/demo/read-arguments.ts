import { parseArgs } from 'node:util';
import { AppError } from '../../errors.ts';

export interface DemoArguments {
  /** Usage-event files; none means simulated traffic. */
  readonly files: readonly string[];
  readonly isOnce: boolean;
  readonly isJson: boolean;
}

/** Throws usage. */
export function readArguments(args: readonly string[]): DemoArguments {
  try {
    const { values, positionals } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: { once: { type: 'boolean' }, json: { type: 'boolean' } },
    });
    return {
      files: positionals,
      isOnce: values.once === true,
      isJson: values.json === true,
    };
  } catch (cause) {
    const words = cause instanceof Error ? cause.message : '';
    throw new AppError('usage', `${words}\nUsage: npm run demo -- [FILE...] [--once] [--json]`, {
      cause,
    });
  }
}
