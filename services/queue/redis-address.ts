import type { RedisOptions } from 'ioredis';

export interface RedisAddress {
  readonly nodes: readonly { readonly host: string; readonly port: number }[];
  /** What the connection to each of them needs. */
  readonly options: Pick<RedisOptions, 'username' | 'password' | 'tls'>;
}

// A password may hold a comma too.
const between = /, *(?=rediss?:\/\/)/;

/** Whether the setting names the nodes of a cluster: several addresses with commas between. */
export function namesCluster(redisUrl: string): boolean {
  return between.test(redisUrl);
}

/** Some nodes of a cluster; it tells the others itself. User, password and TLS are those of the first address. */
export function parseClusterUrl(redisUrl: string): RedisAddress {
  const urls = redisUrl.split(between).map((address) => new URL(address));
  const nodes = urls.map(({ hostname, port }) => ({
    // An address of IPv6 stands in brackets.
    host: hostname.replace(/^\[(.*)\]$/, '$1'),
    port: Number(port || 6379),
  }));
  const [{ username, password, protocol } = new URL('redis://')] = urls;
  return {
    nodes,
    options: {
      ...(username === '' ? {} : { username: decodeURIComponent(username) }),
      ...(password === '' ? {} : { password: decodeURIComponent(password) }),
      ...(protocol === 'rediss:' ? { tls: {} } : {}),
    },
  };
}
