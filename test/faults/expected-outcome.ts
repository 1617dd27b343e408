import { shippedDetectionSettings } from '../../config/env.ts';
import type { Finding } from '../../services/contracts/finding.ts';
import { decodeBatch } from '../../services/queue/batch.ts';
import { createCorrelator } from '../../workers/detection/campaigns/create-correlator.ts';
import { createEngine } from '../../workers/detection/create-engine.ts';
import type { AccountDigest } from '../../workers/detection/engine.ts';
import { decodeProfile } from '../../workers/detection/profile/profile-codec.ts';
import { loadDetection } from '../../workers/load-detection.ts';
import { applyBatch, parseBatch } from '../../workers/detect/apply-batch.ts';
import { createSeenIds } from '../../workers/detect/seen-ids.ts';
import { partitions, type TrafficBatch } from './traffic.ts';

export interface Outcome {
  /** `subject level reasons`, sorted. */
  readonly findings: readonly string[];
  /** `id level members`, sorted. */
  readonly campaigns: readonly string[];
  /** Requests that the profiles count, by account. */
  readonly requests: ReadonlyMap<string, number>;
}

type Shown = Pick<Finding, 'subject_kind' | 'subject_id' | 'level' | 'reasons'>;

export function showFinding({ subject_kind, subject_id, level, reasons }: Shown): string {
  const shown = reasons.map((one) => {
    return `${one.detector}=${one.value}/${one.threshold}/${one.evidence_weight}`;
  });
  return `${subject_kind} ${subject_id} ${level} ${shown.sort().join(' ')}`;
}

export function showCampaign(id: string, level: string | null, members: readonly string[]): string {
  return `${id} ${level ?? 'none'} ${[...members].sort().join(',')}`;
}

function correlate(
  digests: readonly AccountDigest[],
  correlator: ReturnType<typeof createCorrelator>,
) {
  const ticks = Map.groupBy(digests, ({ tickAt }) => tickAt);
  const effects = [...ticks.keys()]
    .sort((a, b) => a - b)
    .map((tickAt) => {
      const group = ticks.get(tickAt) ?? [];
      const ordered = group.toSorted((a, b) => (a.accountId < b.accountId ? -1 : 1));
      for (const digest of ordered) correlator.applyDigest(digest);
      return correlator.closeTick(tickAt);
    });
  const campaigns = effects.flatMap((one) => one.campaigns);
  const last = new Map(campaigns.map((campaign) => [campaign.campaignId, campaign]));
  return { findings: effects.flatMap((one) => one.findings), campaigns: [...last.values()] };
}

/** Alerts by their key: the finding of the earliest event time counts, then of the fewest requests. */
function keepFirst(findings: readonly Finding[]): Finding[] {
  const first = new Map<string, Finding>();
  for (const finding of findings) {
    const key = `${finding.subject_kind} ${finding.subject_id} ${finding.level} ${finding.episode}`;
    const held = first.get(key);
    if (held === undefined || isBefore(finding, held)) first.set(key, finding);
  }
  return [...first.values()];
}

function isBefore(a: Finding, b: Finding): boolean {
  if (a.raised_at !== b.raised_at) return a.raised_at < b.raised_at;
  if (a.requests_seen !== b.requests_seen) return a.requests_seen < b.requests_seen;
  return a.score < b.score;
}

/** What the batches lead to, by the pure code alone: no process, no store, nothing that could be disturbed. */
export async function expectOutcome(batches: readonly TrafficBatch[]): Promise<Outcome> {
  const detection = await loadDetection(shippedDetectionSettings);
  const engines = Array.from({ length: partitions }, () => createEngine(detection));
  const seen = engines.map(() => createSeenIds());
  for (const { partition, buffer } of batches) {
    const [engine, ids] = [engines[partition], seen[partition]];
    if (engine === undefined || ids === undefined) throw new RangeError('no such partition');
    const batch = parseBatch(buffer);
    for (const accountId of batch.accountIds)
      if (!engine.isLoaded(accountId)) engine.load(accountId, null);
    applyBatch(batch, { engine, seen: ids, onNew: () => undefined });
  }
  const effects = engines.map((engine) => {
    engine.flush();
    return engine.drain();
  });
  const digests = effects.flatMap((one) => one.digests);
  const correlated = correlate(digests, createCorrelator(detection));
  const findings = [...effects.flatMap((one) => one.findings), ...correlated.findings];
  return {
    findings: keepFirst(findings).map(showFinding).sort(),
    campaigns: correlated.campaigns
      .filter(({ mergedInto }) => mergedInto === null)
      .map((one) => {
        const members = one.members.map(({ accountId }) => accountId);
        return showCampaign(one.campaignId, one.level, members);
      })
      .sort(),
    requests: new Map(
      effects.flatMap((one) =>
        one.profiles.map(([id, bytes]) => [id, decodeProfile(bytes).counters.requests] as const),
      ),
    ),
  };
}

/** Events of the batches by account, each event counted once: what no fault may change. */
export function countRequests(batches: readonly TrafficBatch[]): Map<string, number> {
  const ids = new Map<string, Set<string>>();
  for (const { buffer } of batches) {
    for (const { line } of decodeBatch(buffer).records) {
      const { account_id, event_id } = JSON.parse(line.toString()) as Record<string, string>;
      const known = ids.get(account_id ?? '') ?? new Set();
      ids.set(account_id ?? '', known.add(event_id ?? ''));
    }
  }
  return new Map([...ids].map(([accountId, events]) => [accountId, events.size]));
}
