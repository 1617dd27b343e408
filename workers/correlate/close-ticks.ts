import {
  deleteSupersededDigests,
  listChangedDigests,
  readChangeHorizon,
  readDigestSpan,
  type VersionedDigest,
} from '../../services/storage/account-digests.ts';
import { insertAlerts } from '../../services/storage/alerts.ts';
import { insertReturning } from '../../services/storage/returning-alerts.ts';
import { replaceCampaigns } from '../../services/storage/campaigns.ts';
import { updateCorrelateState } from '../../services/storage/correlate-state.ts';
import { upsertShadowFindings } from '../../services/storage/shadow-findings.ts';
import { inTransaction } from '../../services/storage/transaction.ts';
import type { CorrelatorEffects } from '../detection/campaigns/correlator.ts';
import { digestTickMs } from '../detection/engine-state.ts';
import { renewTombstones } from './renew-tombstones.ts';
import { takeIn, type CorrelateDependencies, type Correlation } from './correlation.ts';

/** Ticks closed in one transaction: after a long pause the digests of all of them would not fit into memory. */
const mostTicks = 24;

export interface TickRange {
  /** Ms. */
  readonly upToTickAt: number;
  /** By partition, when nothing is left to wait for: the sequences that closing up to there covers. */
  readonly covered: readonly number[] | null;
}

function groupByTick(digests: readonly VersionedDigest[], leastTickAt: number) {
  const groups = new Map<number, VersionedDigest[]>();
  for (const digest of digests) {
    const tickAt = Math.max(digest.tickAt, leastTickAt);
    const group = groups.get(tickAt);
    if (group === undefined) groups.set(tickAt, [digest]);
    else group.push(digest);
  }
  return groups;
}

/** Closes each tick that holds digests, in order. Those that changed late count for the first of them. */
function correlate(correlation: Correlation, digests: readonly VersionedDigest[], until: number) {
  const { correlator, state } = correlation;
  const closed = state.closedTickAt ?? 0;
  const first = digests.find(({ tickAt }) => tickAt > closed)?.tickAt ?? until;
  const effects: CorrelatorEffects[] = [];
  for (const [tickAt, group] of groupByTick(digests, first)) {
    for (const digest of group) correlator.applyDigest(digest);
    effects.push(correlator.closeTick(tickAt));
  }
  return {
    ticks: effects.length,
    findings: effects.flatMap((one) => one.findings),
    standing: effects.flatMap((one) => one.standing),
    shadow: effects.flatMap((one) => one.shadow),
    campaigns: effects.flatMap((one) => one.campaigns),
  };
}

async function limitRange(
  { pool }: CorrelateDependencies,
  { state }: Correlation,
  given: TickRange,
) {
  const closed = state.closedTickAt ?? 0;
  const { nextTickAt, lastTickAt } = await readDigestSpan(pool, closed);
  const wanted = given.covered === null ? given.upToTickAt : Math.max(lastTickAt ?? 0, closed);
  // Ticks without digests cost nothing, however many: months may lie between two replays.
  const most = nextTickAt === null ? wanted : nextTickAt + mostTicks * digestTickMs;
  const until = Math.min(wanted, most);
  return { until, isAll: until === wanted };
}

/** Takes in what changed up to a tick, closes the ticks and stores it all in one transaction. False while there is more. */
export async function closeTicks(
  deps: CorrelateDependencies,
  correlation: Correlation,
  range: TickRange,
): Promise<boolean> {
  const { pool, counters } = deps;
  const { closedTickAt, horizon: since } = correlation.state;
  const { until, isAll } = await limitRange(deps, correlation, range);
  const horizon = await readChangeHorizon(pool);
  const changed = await listChangedDigests(pool, { closedTickAt, upToTickAt: until, since });
  const digests = changed.filter((digest) => takeIn(correlation, digest));
  if (digests.length > 0) correlation.correlator.setTombstones(await renewTombstones(pool));
  const { ticks, findings, standing, shadow, campaigns } = correlate(correlation, digests, until);
  const covered = isAll ? range.covered : null;
  const next = {
    ...correlation.state,
    horizon,
    closedTickAt: Math.max(closedTickAt ?? 0, until),
    coveredSequences: covered ?? correlation.state.coveredSequences,
  };
  await inTransaction(pool, async (client) => {
    await updateCorrelateState(client, next);
    await replaceCampaigns(client, campaigns);
    counters.findings += (await insertAlerts(client, findings)).length;
    counters.findings += (await insertReturning(client, standing)).length;
    await upsertShadowFindings(client, shadow);
    await deleteSupersededDigests(client, digests);
  });
  correlation.state = next;
  counters.ticks += ticks;
  counters.digests += digests.length;
  counters.campaigns += campaigns.length;
  return isAll;
}
