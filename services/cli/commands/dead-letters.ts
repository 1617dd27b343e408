import { AppError } from '../../errors.ts';
import { createLogger } from '../../logger.ts';
import { createBatchWriter } from '../../queue/batch-writer.ts';
import { connectProducer, whenReady } from '../../queue/redis-connection.ts';
import { listDeadLetters, replayDeadLetters } from '../../storage/dead-letters.ts';
import { findInstanceSetting } from '../../storage/instance-settings.ts';
import type { Pool } from '../../storage/pool.ts';
import { readArgs, readCount, type Command, type CommandContext } from '../command.ts';
import { formatTable } from '../format-table.ts';
import { getRedisUrl, withPool } from '../open-stores.ts';

const options = {
  limit: { type: 'string', default: '50' },
  json: { type: 'boolean', default: false },
} as const;

async function list(pool: Pool, values: { limit: string; json: boolean }, context: CommandContext) {
  const letters = await listDeadLetters(pool, readCount('limit', values.limit));
  if (values.json) {
    context.print(JSON.stringify(letters));
    return 0;
  }
  const rows = letters.map((letter) => [
    letter.deadLetterId,
    letter.partition,
    letter.sequence,
    letter.records,
    letter.reasonCode,
    letter.createdAt.toISOString(),
    letter.replayedAt?.toISOString() ?? null,
  ]);
  const head = ['id', 'partition', 'sequence', 'records', 'reason', 'created', 'replayed'];
  formatTable(head, rows).forEach(context.print);
  return 0;
}

async function replay(pool: Pool, { loadEnv, print }: CommandContext): Promise<number> {
  const env = loadEnv();
  const redis = connectProducer(await getRedisUrl(env));
  const stored = await findInstanceSetting(pool, 'partition_count');
  const partitions = stored === undefined ? env.partitions : Number(stored);
  const log = createLogger('cli', 'warn');
  const writer = createBatchWriter({ redis, partitions, log });
  try {
    await whenReady(redis);
    const count = await replayDeadLetters(pool, writer.append);
    print(`${count} batches are back in the queue`);
    return 0;
  } finally {
    await writer.close();
    redis.disconnect();
  }
}

export const deadLettersCommand: Command = {
  name: 'dead-letters',
  summary: 'list the batches that failed for good, and queue them again',
  usage: `stillwatch dead-letters list [--limit 50] [--json]
stillwatch dead-letters replay

replay queues every batch that was not replayed yet; what was counted before is dropped as seen.`,
  run: (args, context) => {
    const { values, positionals } = readArgs({ args, options });
    return withPool(context.loadEnv(), (pool) => {
      if (positionals[0] === 'list') return list(pool, values, context);
      if (positionals[0] === 'replay') return replay(pool, context);
      throw new AppError('usage', 'Say dead-letters list or dead-letters replay.');
    });
  },
};
