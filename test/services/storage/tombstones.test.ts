import t from 'tap';
import { insertTombstones, listTombstones } from '../../../services/storage/tombstones.ts';
import { inTransaction } from '../../../services/storage/transaction.ts';
import { startStores } from '../../support/stores.ts';

const { pool } = await startStores(t);
const day = 86_400_000;
const now = Math.floor(Date.now() / 1000) * 1000;

await t.test(
  'the later tombstone of a trait and account stands, and a month ends it',
  async (t) => {
    const at = (trait: string, days: number) => ({
      trait,
      accountId: 'a',
      setAt: now - days * day,
    });
    const write = (...given: ReturnType<typeof at>[]) =>
      inTransaction(pool, (client) => insertTombstones(client, given));
    await write(at('system:1', 2), at('system:1', 5), at('payment:2', 31), at('network:3', 4));
    await write(at('network:3', 1), at('system:1', 3));
    const standing = [at('network:3', 1), at('system:1', 2)];
    t.same(await listTombstones(pool), standing);
    t.equal((await pool.query('select 1 from tombstones')).rowCount, 2);
  },
);
