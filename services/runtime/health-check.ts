import { hostname } from 'node:os';
import { loadEnv } from '../../config/env.ts';
import { AppError } from '../errors.ts';
import { connectWorker } from '../queue/redis-connection.ts';
import { listWorkers, type WorkerReport } from '../queue/worker-registry.ts';
import { failWith } from './fail-with.ts';
import { isHealthy } from './health-probe.ts';
import { localUrl } from './ports.ts';

/** Workers have no port: theirs is well when one on this host has reported lately. */
async function hasLiveWorker(redisUrl: string, role: WorkerReport['role']): Promise<boolean> {
  const redis = connectWorker(redisUrl);
  try {
    const workers = await listWorkers(redis, role);
    return workers.some(({ workerId }) => workerId.startsWith(hostname()));
  } finally {
    redis.disconnect();
  }
}

/** The health check of a container: exits with 0 when the role on this host does its work. */
async function check(role: string | undefined): Promise<boolean> {
  const env = loadEnv();
  switch (role) {
    case 'gateway':
      return isHealthy(localUrl(env.host, env.gatewayPort));
    case 'review':
      return isHealthy(localUrl(env.host, env.staffPort));
    case 'detect':
    case 'correlate':
    case 'calibrate':
    case 'deliver':
    case 'automate':
      return hasLiveWorker(env.redisUrl, role);
    default:
      throw new AppError(
        'usage',
        'Usage: health-check.ts gateway|review|detect|correlate|calibrate|deliver|automate',
      );
  }
}

try {
  process.exit((await check(process.argv[2])) ? 0 : 1);
} catch (error) {
  failWith(error);
}
