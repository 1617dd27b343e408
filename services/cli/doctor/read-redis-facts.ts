import { serversOf, type Redis, type Server } from '../../queue/redis-connection.ts';
import type { RedisFacts } from './describe-durability.ts';

function field(info: string, name: string): string {
  return new RegExp(`^${name}:(.*?)\\r?$`, 'm').exec(info)?.[1] ?? '';
}

async function readSetting(server: Server, name: string, fallback: string): Promise<string> {
  // Managed Redis forbids CONFIG; what INFO says then has to do.
  const answer = await server.config('GET', name).catch(() => []);
  return (answer as string[])[1] ?? fallback;
}

/** What is true of one server. */
interface ServerFacts extends Omit<RedisFacts, 'isCluster'> {
  readonly version: string;
}

async function readServer(server: Server): Promise<ServerFacts> {
  const info = await server.info();
  const isAppending = field(info, 'aof_enabled') === '1';
  return {
    version: field(info, 'redis_version'),
    appendonly: await readSetting(server, 'appendonly', isAppending ? 'yes' : 'no'),
    appendfsync: await readSetting(server, 'appendfsync', 'unknown'),
    evictionPolicy: await readSetting(
      server,
      'maxmemory-policy',
      field(info, 'maxmemory_policy') || 'unknown',
    ),
    isWriteFailing: field(info, 'aof_last_write_status') === 'err',
    replicas: Number(field(info, 'connected_slaves') || 0),
  };
}

type Setting = 'appendonly' | 'appendfsync' | 'evictionPolicy';

/** The setting of the first server that has another than it should. */
function worst(servers: readonly ServerFacts[], setting: Setting, wanted: string): string {
  return servers.map((server) => server[setting]).find((value) => value !== wanted) ?? wanted;
}

/** What is true of all servers that take writes: a cluster is as safe as the least safe of them. */
export async function readRedisFacts(
  redis: Redis,
): Promise<RedisFacts & { readonly versions: readonly string[] }> {
  const servers = await Promise.all(serversOf(redis).map(readServer));
  return {
    versions: [...new Set(servers.map(({ version }) => version))],
    appendonly: worst(servers, 'appendonly', 'yes'),
    appendfsync: worst(servers, 'appendfsync', 'always'),
    evictionPolicy: worst(servers, 'evictionPolicy', 'noeviction'),
    isWriteFailing: servers.some((server) => server.isWriteFailing),
    replicas: Math.min(...servers.map((server) => server.replicas)),
    isCluster: redis.isCluster,
  };
}
