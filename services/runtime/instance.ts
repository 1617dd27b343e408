import type { RuntimeEnv } from '../../config/env.ts';
import { migrate } from '../../migrations/runner.ts';
import { createPool } from '../storage/pool.ts';
import { ensureCredentials, type Credentials } from './credentials.ts';
import { publishInstance, type RunningInstance } from './instance-file.ts';
import { openHome, type InstanceHome } from './instance-home.ts';
import { lockHome } from './instance-lock.ts';
import { planRoles } from './plan-roles.ts';
import { assertPortsFree, localUrl } from './ports.ts';
import { createProcessRegister, endLeftovers } from './process-register.ts';
import { planRole } from './role-process.ts';
import { createServiceGroup, type ServiceGroup } from './service-group.ts';
import { ensureStorePasswords } from './store-passwords.ts';
import { startStores, type StoreUrls } from './start-stores.ts';

export interface InstanceOptions {
  readonly env: RuntimeEnv;
  readonly detectWorkers?: number;
  say(line: string): void;
}

export interface Instance extends RunningInstance {
  readonly home: InstanceHome;
  readonly credentials: Credentials;
  /** Stops everything in order: intake, workers, stores. */
  stop(): Promise<void>;
}

interface Launch extends InstanceOptions {
  readonly home: InstanceHome;
  readonly group: ServiceGroup;
}

async function prepareDatabase(databaseUrl: string, home: InstanceHome): Promise<Credentials> {
  const pool = createPool(databaseUrl, { max: 2 });
  try {
    await migrate(pool);
    return await ensureCredentials(home, pool);
  } finally {
    await pool.end();
  }
}

async function startRoles(launch: Launch, instance: RunningInstance): Promise<void> {
  const { env, home, group } = launch;
  const settings = {
    DATABASE_URL: instance.databaseUrl,
    REDIS_URL: instance.redisUrl,
    GATEWAY_PORT: String(env.gatewayPort),
    STAFF_PORT: String(env.staffPort),
    HOST: env.host,
    PARTITIONS: String(env.partitions),
    STILLWATCH_HOME: env.home,
    DETECTION_SETTINGS: env.detectionSettings,
    IDENTITY_MAPPING: env.identityMapping,
    POLICIES: env.policies,
    EGRESS_ALLOW: env.egressAllow.join(','),
    RETENTION_DAYS: String(env.retentionDays),
    CONSOLE_URL: env.consoleUrl ?? '',
    WEBHOOK_KEY: env.webhookKey?.toString('base64') ?? (await ensureStorePasswords(home)).webhook,
  };
  const detectWorkers = launch.detectWorkers ?? 2;
  const roles = await planRoles({ ...instance, home, settings, detectWorkers });
  // All are awaited: a role that comes up late must not outlive a failed start.
  const starts = await Promise.allSettled(roles.map((role) => group.run(planRole(role))));
  const failed = starts.find((start) => start.status === 'rejected');
  if (failed !== undefined) throw failed.reason;
}

async function bringUp(launch: Launch): Promise<RunningInstance & { credentials: Credentials }> {
  const { env, home } = launch;
  await endLeftovers(home);
  await assertPortsFree(env.host, [
    { port: env.gatewayPort, setting: 'GATEWAY_PORT' },
    { port: env.staffPort, setting: 'STAFF_PORT' },
  ]);
  const stores: StoreUrls = await startStores(launch);
  const credentials = await prepareDatabase(stores.databaseUrl, home);
  const instance = {
    ...stores,
    gatewayUrl: localUrl(env.host, env.gatewayPort),
    staffUrl: localUrl(env.host, env.staffPort),
  };
  await startRoles(launch, instance);
  return { ...instance, credentials };
}

/**
 * Starts a whole instance: stores unless the settings name some, migrations, credentials, every role. When anything
 * fails, what had started is stopped again. Throws instance_running, port_taken and what the parts throw.
 */
export async function startInstance(options: InstanceOptions): Promise<Instance> {
  const home = await openHome(options.env.home);
  const unlock = await lockHome(home);
  const group = createServiceGroup({ say: options.say, register: createProcessRegister(home) });
  try {
    const { credentials, ...instance } = await bringUp({ ...options, home, group });
    const unpublish = await publishInstance(home, instance);
    const stop = () => unpublish().then(group.stop).finally(unlock);
    return { ...instance, home, credentials, stop };
  } catch (error) {
    await group.stop().finally(unlock);
    throw error;
  }
}
