import { commitPartition } from '../../services/queue/commit-partition.ts';
import { upsertAccountDigests } from '../../services/storage/account-digests.ts';
import { upsertAccounts } from '../../services/storage/accounts.ts';
import { insertAlerts } from '../../services/storage/alerts.ts';
import { insertDeadLetters } from '../../services/storage/dead-letters.ts';
import {
  lockPartitionLease,
  updatePartitionProgress,
} from '../../services/storage/partition-leases.ts';
import { upsertShadowFindings } from '../../services/storage/shadow-findings.ts';
import { inTransaction } from '../../services/storage/transaction.ts';
import type { EngineEffects } from '../detection/engine.ts';
import { seenTtlSeconds } from './seen-journal.ts';
import type { DetectDependencies, Session } from './session.ts';

async function commitToPostgres(
  { pool, counters }: DetectDependencies,
  session: Session,
  effects: EngineEffects,
): Promise<void> {
  const { partition, epoch, applied: appliedSequence, isFlushed, letters } = session;
  const { watermarkAt } = effects;
  await inTransaction(pool, async (client) => {
    await lockPartitionLease(client, partition, epoch);
    await upsertAccounts(client, effects.accounts);
    const added = await insertAlerts(client, effects.findings);
    await upsertShadowFindings(client, effects.shadow);
    await upsertAccountDigests(client, effects.digests);
    await insertDeadLetters(client, letters);
    const progress = { partition, appliedSequence, isFlushed, watermarkAt };
    await updatePartitionProgress(client, progress);
    counters.findings += added.length;
  });
}

async function commitToRedis(
  { redis }: DetectDependencies,
  session: Session,
  { profiles, dirty, watermarkAt }: EngineEffects,
): Promise<void> {
  const { partition, epoch, applied, commits: number } = session;
  const seen = session.journal.take();
  const written = { profiles, dirty, watermarkAt, seen, seenTtlSeconds };
  await commitPartition(redis, { partition, epoch, number, applied, ...written });
}

/**
 * Stores everything since the last commit, Postgres first: what a crash in between makes the next owner repeat is
 * keyed there and changes nothing, while Redis forgets the batches only when all they caused is stored. After a throw
 * the session is of no use any more; a new one starts from the last commit.
 */
export async function commitSession(deps: DetectDependencies, session: Session): Promise<void> {
  const effects = session.engine.drain();
  session.commits += 1;
  await commitToPostgres(deps, session, effects);
  await commitToRedis(deps, session, effects);
  session.engine.evictTo(deps.cacheBytes());
  session.committed = session.applied;
  session.uncommittedSince = null;
  deps.counters.commits += 1;
  deps.counters.deadLetters += session.letters.length;
  session.letters = [];
}
