import { listDigestsOf } from '../../services/storage/account-digests.ts';
import type { Pool } from '../../services/storage/pool.ts';
import { takeNewSuspensions } from '../../services/storage/suspensions.ts';
import {
  deleteLiftedTombstones,
  insertTombstones,
  listTombstones,
  type StoredTombstone,
} from '../../services/storage/tombstones.ts';
import { inTransaction } from '../../services/storage/transaction.ts';
import { tombstonesOf } from '../detection/campaigns/tombstones.ts';

/**
 * Notes the traits of accounts that were suspended since, by which their successors are known, forgets those of
 * suspensions that were lifted, and returns all that stand.
 */
export async function renewTombstones(pool: Pool): Promise<StoredTombstone[]> {
  await inTransaction(pool, async (client) => {
    for (const { accountIds, since } of await takeNewSuspensions(client)) {
      const digests = await listDigestsOf(client, accountIds);
      await insertTombstones(
        client,
        digests.flatMap((digest) => tombstonesOf(digest, since)),
      );
    }
    await deleteLiftedTombstones(client);
  });
  return listTombstones(pool);
}
