import { AppError } from '../errors.ts';
import { findOnPath } from './find-on-path.ts';
import { unpackRedis, type RedisBinary } from './unpack-redis.ts';

interface RedisSearch {
  readonly searchPath: string;
  /** Where the distribution's package may be unpacked. */
  readonly unpackFolder: string;
  say(line: string): void;
}

function installAdvice(): string {
  if (process.platform === 'darwin') return 'brew install redis';
  if (process.platform === 'linux') {
    return 'apt-get install redis-server (Debian, Ubuntu), dnf install valkey (Fedora), apk add redis (Alpine)';
  }
  return 'see https://redis.io/docs/latest/operate/oss_and_stack/install/';
}

/** A Redis to start: the installed one, else one unpacked from the distribution's packages. Throws redis_missing. */
export async function findRedis(search: RedisSearch): Promise<RedisBinary> {
  const installed = await findOnPath(['redis-server', 'valkey-server'], search.searchPath);
  if (installed !== undefined) return { binary: installed };
  if ((await findOnPath(['apt-get'], search.searchPath)) !== undefined) {
    search.say(
      'No redis-server on the PATH: using the one of the distribution, unpacked here, not installed.',
    );
    const unpacked = await unpackRedis(search.unpackFolder);
    if (unpacked !== undefined) return unpacked;
  }
  throw new AppError(
    'redis_missing',
    `No redis-server or valkey-server was found. Install one (${installAdvice()}), or set REDIS_URL.`,
  );
}
