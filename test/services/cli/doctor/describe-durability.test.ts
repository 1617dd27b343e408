import t from 'tap';
import { checkClock, checkNode } from '../../../../services/cli/doctor/check-machine.ts';
import { describeDurability } from '../../../../services/cli/doctor/describe-durability.ts';

const redis = {
  appendonly: 'yes',
  appendfsync: 'always',
  evictionPolicy: 'noeviction',
  isWriteFailing: false,
  replicas: 0,
  isCluster: false,
};
const postgres = { fsync: 'on', synchronousCommit: 'on' };

await t.test('the guarantee is what the configuration gives, no more', (t) => {
  const cases = [
    [redis, postgres, true, /survives a crash or kill of every process/],
    [redis, postgres, true, /loss of the disk of Redis loses what was not yet judged/],
    [{ ...redis, replicas: 2 }, postgres, true, /failover to one of 2 replicas may lose/],
    [{ ...redis, replicas: 1, isCluster: true }, postgres, true, /waits for a replica/],
    [{ ...redis, appendfsync: 'everysec' }, postgres, false, /up to 2 s of acknowledged/],
    [{ ...redis, appendfsync: 'no' }, postgres, false, /up to 30 s/],
    [{ ...redis, appendonly: 'no' }, postgres, false, /None over a restart/],
    [{ ...redis, isWriteFailing: true }, postgres, false, /cannot write its append-only file/],
    [{ ...redis, evictionPolicy: 'allkeys-lru' }, postgres, false, /drops queued events/],
    [redis, { ...postgres, fsync: 'off' }, false, /crash of PostgreSQL may lose alerts/],
    [redis, { ...postgres, synchronousCommit: 'off' }, false, /may lose alerts/],
  ] as const;
  for (const [queue, database, isSafe, guarantee] of cases) {
    const found = describeDurability(queue, database);
    t.match(found, { isSafe, guarantee, mend: isSafe ? null : String }, String(guarantee));
  }
  t.end();
});

await t.test('old runtimes and wrong clocks are told', (t) => {
  t.match(checkNode('24.1.0'), { status: 'ok' });
  t.match(checkNode('20.18.0'), { status: 'broken' });
  t.match(checkClock('redis', -40), { status: 'ok', found: '0.040 s behind this machine' });
  t.match(checkClock('redis', 5_000), { status: 'warning', found: '5.0 s ahead of this machine' });
  t.match(checkClock('redis', -90_000), { status: 'broken', mend: /NTP/ });
  t.end();
});
