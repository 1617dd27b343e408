import t from 'tap';
import { namesCluster, parseClusterUrl } from '../../../services/queue/redis-address.ts';

await t.test('one address is one server, whatever its password holds', async (t) => {
  t.notOk(namesCluster('redis://:a,b@here:6379'));
});

await t.test('several addresses are nodes of a cluster', async (t) => {
  const url = 'rediss://me:a%2Cb@one:7000, rediss://me:a%2Cb@two,rediss://me:a%2Cb@[::1]:7002';
  t.ok(namesCluster(url));
  t.same(parseClusterUrl(url), {
    nodes: [
      { host: 'one', port: 7000 },
      { host: 'two', port: 6379 },
      { host: '::1', port: 7002 },
    ],
    options: { username: 'me', password: 'a,b', tls: {} },
  });
  t.same(parseClusterUrl('redis://one,redis://two').options, {});
});
