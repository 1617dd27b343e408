import { loadEnv, type Env } from '../../config/env.ts';
import { loadDetectors } from '../../workers/load-detection.ts';
import { closeServer } from '../http/close-server.ts';
import { listen } from '../http/listen.ts';
import { createClose, exitOnSignals } from '../http/shutdown.ts';
import { createLogger, type Logger } from '../logger.ts';
import { connectProducer } from '../queue/redis-connection.ts';
import { ensurePartitionCount } from '../storage/instance-settings.ts';
import { createPool } from '../storage/pool.ts';
import { createReview } from './create-review.ts';

async function start(env: Env, log: Logger): Promise<void> {
  const pool = createPool(env.databaseUrl, { log });
  const redis = connectProducer(env.redisUrl, log);
  const detectorTexts = new Map((await loadDetectors()).map((each) => [each.id, each]));
  const app = await createReview({ ...env, log, pool, redis, detectorTexts, clock: Date.now });
  const close = createClose({
    log,
    steps: [
      { name: 'server', close: () => closeServer(app) },
      {
        name: 'redis',
        close: () => {
          redis.disconnect();
        },
      },
      { name: 'postgres', close: () => pool.end() },
    ],
  });
  exitOnSignals(close, log);
  await ensurePartitionCount(pool, env.partitions);
  const port = await listen(app, { host: env.host, port: env.staffPort, setting: 'STAFF_PORT' });
  log.info({ host: env.host, port }, 'review listens');
}

const log = createLogger('review', 'info');
try {
  const env = loadEnv();
  log.level = env.logLevel;
  await start(env, log);
} catch (error) {
  log.fatal({ err: error }, 'review cannot start');
  // Connections are open by now and would keep the process alive.
  process.exit(1);
}
