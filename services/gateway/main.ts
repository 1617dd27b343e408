import { loadEnv, shippedIdentityMapping, type Env } from '../../config/env.ts';
import { closeServer } from '../http/close-server.ts';
import { listen } from '../http/listen.ts';
import { createClose, exitOnSignals } from '../http/shutdown.ts';
import { loadIdentityMappings } from '../ingest/identity-mappings.ts';
import { createLogger, type Logger } from '../logger.ts';
import { createBatchWriter } from '../queue/batch-writer.ts';
import { assertSafeRedis, connectProducer, whenReady } from '../queue/redis-connection.ts';
import { ensurePartitionCount } from '../storage/instance-settings.ts';
import { createPool } from '../storage/pool.ts';
import { createGateway } from './create-gateway.ts';

async function start(env: Env, log: Logger): Promise<void> {
  const identityMappings = await loadIdentityMappings(shippedIdentityMapping, env.identityMapping);
  const pool = createPool(env.databaseUrl, { log });
  const redis = connectProducer(env.redisUrl, log);
  const writer = createBatchWriter({ redis, partitions: env.partitions, log });
  const stores = { pool, redis, writer };
  const app = createGateway({ ...env, ...stores, identityMappings, log, clock: Date.now });
  const close = createClose({
    log,
    steps: [
      { name: 'server', close: () => closeServer(app) },
      { name: 'batch writer', close: writer.close },
      // Nothing is under way by now, and a Redis that is gone could not be told goodbye.
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
  await whenReady(redis);
  await assertSafeRedis(redis);
  await ensurePartitionCount(pool, env.partitions);
  const port = await listen(app, {
    host: env.host,
    port: env.gatewayPort,
    setting: 'GATEWAY_PORT',
  });
  log.info({ host: env.host, port }, 'gateway listens');
}

const log = createLogger('gateway', 'info');
try {
  const env = loadEnv();
  log.level = env.logLevel;
  await start(env, log);
} catch (error) {
  log.fatal({ err: error }, 'the gateway cannot start');
  // Connections are open by now and would keep the process alive.
  process.exit(1);
}
