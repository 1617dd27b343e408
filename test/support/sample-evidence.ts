import type { Pool } from 'pg';
import type { Finding, Visibility } from '../../services/contracts/finding.ts';
import type { ShadowFinding } from '../../services/contracts/shadow-finding.ts';
import { insertAlerts } from '../../services/storage/alerts.ts';
import { replaceCampaigns, type StoredCampaign } from '../../services/storage/campaigns.ts';
import { upsertShadowFindings } from '../../services/storage/shadow-findings.ts';
import { inTransaction } from '../../services/storage/transaction.ts';

export const firstAt = Date.parse('2026-03-02T10:00:00Z');

const strong = { detector: 'template-reuse', value: 0.97, threshold: 0.5, evidence_weight: 2.9 };
const counter = { detector: 'declared-end-users', value: 40, threshold: 5, evidence_weight: -0.7 };

/** Everything was there to be seen. */
export function wholly(requests: number, given: Partial<Visibility> = {}): Visibility {
  return {
    ...{ readable_share: 1, truncated_share: 0, sampled_share: 0, out_of_window_share: 0 },
    ...{ estimated_requests: requests, ...given },
  };
}

/** A finding of an account or campaign, `minutes` after `firstAt`. */
export function findingOf(
  subjectId: string,
  minutes: number,
  given: Partial<Finding> = {},
): Finding {
  return {
    subject_kind: 'account',
    subject_id: subjectId,
    campaign_id: null,
    level: 'review',
    episode: 1,
    raised_at: firstAt + minutes * 60_000,
    first_event_at: firstAt - 86_400_000,
    last_event_at: firstAt + minutes * 60_000 - 1,
    requests_seen: 120,
    score: 3.25,
    reasons: [counter, strong],
    sample_event_ids: ['req_1', 'req_2'],
    visibility: wholly(120),
    client_class: 'product',
    declared_client: { segment: 'rag', verified: true, contradicted: false },
    stated_rate: null,
    ...given,
  };
}

/** What a challenger would have done about a subject, `minutes` after `firstAt`. */
export function shadowFindingOf(
  subjectId: string,
  minutes: number,
  given: Partial<ShadowFinding> = {},
): ShadowFinding {
  return {
    ...{ challenger: 'challenger', version: '0123456789ab', verdict: 'raised', level: 'review' },
    ...{ subject_kind: 'account', subject_id: subjectId, episode: 1, requests_seen: 90 },
    ...{ raised_at: firstAt + minutes * 60_000, score: 2.5, live_score: 1.25, live_level: null },
    ...{ reasons: [strong, counter], member_ids: [] },
    ...given,
  };
}

export function campaignOf(
  campaignId: string,
  given: Partial<StoredCampaign> = {},
): StoredCampaign {
  return {
    campaignId,
    mergedInto: null,
    level: 'review',
    score: 5.5,
    firstSeenAt: firstAt,
    members: [
      { accountId: 'acct_a', confidence: 0.9, reasons: [] },
      { accountId: 'acct_m', confidence: 0.6, reasons: [strong] },
    ],
    links: [{ family: 'system', trait: 'system:00c0ffee', accounts: 2, rarity: Math.log(50) }],
    ...given,
  };
}

interface Evidence {
  readonly findings?: readonly Finding[];
  readonly shadow?: readonly ShadowFinding[];
  readonly campaigns?: readonly StoredCampaign[];
}

export async function storeEvidence(pool: Pool, evidence: Evidence) {
  const { findings = [], shadow = [], campaigns = [] } = evidence;
  await inTransaction(pool, async (client) => {
    await replaceCampaigns(client, campaigns);
    await insertAlerts(client, findings);
    await upsertShadowFindings(client, shadow);
  });
}
