import { hostname } from 'node:os';
import { loadEnv } from '../../config/env.ts';
import { AppError } from '../errors.ts';
import { connectWorker } from '../queue/redis-connection.ts';
import { listWorkers, workerRoles, type WorkerRole } from '../queue/worker-registry.ts';
import { failWith } from './fail-with.ts';
import { isHealthy } from './health-probe.ts';
import { localUrl } from './ports.ts';

const usage = `Usage: health-check.ts ${['gateway', 'review', ...workerRoles].join('|')}`;

function isWorkerRole(role: string | undefined): role is WorkerRole {
  return workerRoles.some((known) => known === role);
}

/** Workers have no port: theirs is well when one on this host has reported lately. */
async function hasLiveWorker(redisUrl: string, role: WorkerRole): Promise<boolean> {
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
    default:
      if (!isWorkerRole(role)) throw new AppError('usage', usage);
      return hasLiveWorker(env.redisUrl, role);
  }
}

try {
  process.exit((await check(process.argv[2])) ? 0 : 1);
} catch (error) {
  failWith(error);
}
