import type { Logger } from '../../services/logger.ts';
import { listDigestPage, type StoredDigest } from '../../services/storage/account-digests.ts';
import { listFlaggedStandings } from '../../services/storage/account-standings.ts';
import { findNewestBaselineVersion, insertBaseline } from '../../services/storage/baselines.ts';
import { getCorrelateState } from '../../services/storage/correlate-state.ts';
import type { Pool } from '../../services/storage/pool.ts';
import { inTransaction } from '../../services/storage/transaction.ts';
import {
  createBaselineLearner,
  type BaselineLearner,
} from '../detection/baselines/learn-baselines.ts';
import { readDigest } from '../detection/campaigns/digest-codec.ts';
import { decodeProfile } from '../detection/profile/profile-codec.ts';
import type { Detection } from '../detection/scoring/settings.ts';

export interface CalibrateDependencies {
  readonly pool: Pool;
  readonly log: Logger;
  readonly detection: Detection;
  readonly counters: { versions: number; accounts: number };
  /** Called after every few hundred accounts: learning from a million takes minutes. */
  readonly onPage: () => Promise<void>;
}

const dayMs = 86_400_000;
/** At 2 KB a digest half a megabyte. */
const pageSize = 256;

async function learnPage(
  { pool }: CalibrateDependencies,
  learner: BaselineLearner,
  digests: readonly StoredDigest[],
): Promise<void> {
  const flagged = await listFlaggedStandings(
    pool,
    digests.map(({ accountId }) => accountId),
  );
  const raised = new Map(flagged.map(({ accountId, raisedScore }) => [accountId, raisedScore]));
  for (const { accountId, bytes } of digests) {
    learner.add({
      profile: decodeProfile(readDigest(bytes).profileBytes),
      standing: raised.has(accountId) ? 'undecided' : 'unflagged',
      raisedScore: raised.get(accountId) ?? null,
    });
  }
}

async function learn(deps: CalibrateDependencies, version: string) {
  const learner = createBaselineLearner(deps.detection);
  let page: StoredDigest[] = [];
  do {
    const afterAccountId = page.at(-1)?.accountId ?? '';
    page = await listDigestPage(deps.pool, { afterAccountId, limit: pageSize });
    await learnPage(deps, learner, page);
    deps.counters.accounts += page.length;
    await deps.onPage();
  } while (page.length === pageSize);
  return learner.finish(version);
}

/** The day of event time that the correlation has reached: the name of the version to learn. Undefined before the first. */
async function findReachedDay(pool: Pool): Promise<string | undefined> {
  const { closedTickAt } = await getCorrelateState(pool);
  return closedTickAt === null || closedTickAt < dayMs
    ? undefined
    : new Date(Math.floor(closedTickAt / dayMs) * dayMs).toISOString().slice(0, 10);
}

/**
 * Learns a version for the day that event time has reached, unless one of it or of a later day stands. Repeated or
 * doubled work stores nothing twice: the day is the key. Returns the version that it looked at.
 */
export async function learnVersion(
  deps: CalibrateDependencies,
  triedVersion: string | undefined,
): Promise<string | undefined> {
  const version = await findReachedDay(deps.pool);
  if (version === undefined || version === triedVersion) return triedVersion;
  const newest = await findNewestBaselineVersion(deps.pool);
  if (newest !== undefined && newest >= version) return version;
  const { snapshot, counts } = await learn(deps, version);
  // On the first day nobody was seen for a day.
  if (counts.honest === 0) return version;
  const stored = { snapshot, counts: { ...counts } };
  const isNew = await inTransaction(deps.pool, (client) => insertBaseline(client, stored));
  if (!isNew) return version;
  deps.counters.versions += 1;
  deps.log.info(
    { version, ...counts },
    'learned a baseline; stillwatch baselines promote makes it the bar',
  );
  return version;
}
