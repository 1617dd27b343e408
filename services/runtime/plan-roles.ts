import { randomBytes } from 'node:crypto';
import { workersKey } from '../queue/keys.ts';
import { connectOnce } from '../queue/redis-connection.ts';
import { isHealthy } from './health-probe.ts';
import { openLogFile, type InstanceHome } from './instance-home.ts';
import type { Role } from './role-process.ts';

export interface RoleSetup {
  readonly home: InstanceHome;
  readonly redisUrl: string;
  /** What every role gets in its environment. */
  readonly settings: Readonly<Record<string, string>>;
  readonly gatewayUrl: string;
  readonly staffUrl: string;
  readonly detectWorkers: number;
}

/** Workers have no port: they show that they work by a heartbeat in Redis. */
async function hasHeartbeat(redisUrl: string, kind: string, workerId: string): Promise<boolean> {
  try {
    const redis = await connectOnce(redisUrl);
    const seenAt = await redis.zscore(workersKey(kind), workerId).finally(() => {
      redis.disconnect();
    });
    return seenAt !== null;
  } catch {
    return false;
  }
}

async function planServer(setup: RoleSetup, name: string, url: string): Promise<Role> {
  return {
    name,
    command: [`services/${name}/main.ts`],
    logFile: await openLogFile(setup.home, name),
    prepareRun: () => ({ settings: setup.settings, isReady: () => isHealthy(url) }),
  };
}

async function planWorker(setup: RoleSetup, name: string, kind: string): Promise<Role> {
  return {
    name,
    command: ['workers/main.ts', kind],
    logFile: await openLogFile(setup.home, name),
    prepareRun: () => {
      // New at every start: a worker must not take the lease or the heartbeat of its predecessor for its own.
      const workerId = `${name}-${randomBytes(4).toString('hex')}`;
      return {
        settings: { ...setup.settings, WORKER_ID: workerId },
        isReady: () => hasHeartbeat(setup.redisUrl, kind, workerId),
      };
    },
  };
}

export function planRoles(setup: RoleSetup): Promise<Role[]> {
  const numbers = Array.from({ length: setup.detectWorkers }, (_, index) => index + 1);
  return Promise.all([
    planServer(setup, 'gateway', setup.gatewayUrl),
    planServer(setup, 'review', setup.staffUrl),
    ...numbers.map((number) => planWorker(setup, `detect-${number}`, 'detect')),
    planWorker(setup, 'correlate', 'correlate'),
    planWorker(setup, 'calibrate', 'calibrate'),
    planWorker(setup, 'deliver', 'deliver'),
    planWorker(setup, 'automate', 'automate'),
    planWorker(setup, 'maintain', 'maintain'),
  ]);
}
