import type { RaisedLevel } from '../contracts/finding.ts';
import { caseColumns, isWaiting, type ListedCase } from './case-list.ts';
import { toPage, type Page, type PageRequest } from './paging.ts';
import type { Pool, PoolClient } from './pool.ts';

/**
 * `waiting`: for a second person; `proposed`: a policy asked for an action and nobody has decided since; `snoozed`: put
 * off; `all`: every open case.
 */
export const queueStates = ['ready', 'waiting', 'proposed', 'snoozed', 'all'] as const;
export type QueueState = (typeof queueStates)[number];

export interface QueueFilter {
  readonly level?: RaisedLevel | undefined;
  readonly subjectKind?: ListedCase['subjectKind'] | undefined;
  /** Only what this actor has taken or was given. */
  readonly mine?: string | undefined;
  /** The beginning of the subject's id. */
  readonly subject?: string | undefined;
  readonly state?: QueueState | undefined;
}

/** The account's part of a fleet is judged with the fleet: two people on the two cases would contradict each other. */
const isCovered = `(subject_kind = 'account' and exists (select 1 from campaign_members member
    join cases fleet on fleet.subject_kind = 'campaign' and fleet.subject_id = member.campaign_id
      and fleet.status = 'open'
    where member.account_id = cases.subject_id))`;

/** Nothing can come of it while the account is spared in full. */
const isSpared = `(subject_kind = 'account' and exists (select 1 from allow_listed
    where allow_listed.account_id = cases.subject_id and kind = 'full'))`;

/** Open cases that somebody could work on now. */
export const isReady = `status = 'open' and (snoozed_until is null or snoozed_until <= now())
  and not ${isCovered} and not ${isSpared} and not ${isWaiting}`;

const states = {
  ready: isReady,
  waiting: `status = 'open' and ${isWaiting}`,
  proposed: `status = 'open' and exists (select 1 from case_events proposal
    where proposal.case_id = cases.case_id and kind = 'proposed' and not exists (select 1 from decisions
      where decisions.case_id = cases.case_id and decided_at > proposal.at))`,
  snoozed: `status = 'open' and snoozed_until > now()`,
  all: `status = 'open'`,
} as const satisfies Readonly<Record<QueueState, string>>;

/**
 * Open cases, the greatest expected harm first. A case moves when alerts join it: read page by page, it may then come
 * twice or not at all, as in every list that lives.
 */
export async function listQueue(
  client: Pool | PoolClient,
  filter: QueueFilter,
  { limit, after }: PageRequest<string>,
): Promise<Page<ListedCase, string>> {
  const { rows } = await client.query<ListedCase>(
    `with start as (select priority, case_id from cases where case_id = $1)
     select ${caseColumns} from cases where ${states[filter.state ?? 'ready']}
       and ($2::text is null or level = $2) and ($3::text is null or subject_kind = $3)
       and ($4::text is null or assigned_to = $4 or (claimed_by = $4 and claim_expires_at > now()))
       and ($5::text is null or starts_with(subject_id, $5))
       and priority <= coalesce((select priority from start), 'infinity')
       and (priority < coalesce((select priority from start), 'infinity') or case_id > (select case_id from start))
     order by priority desc, case_id limit $6`,
    [
      after ?? null,
      filter.level ?? null,
      filter.subjectKind ?? null,
      filter.mine ?? null,
      filter.subject ?? null,
      limit + 1,
    ],
  );
  return toPage(rows, limit, ({ caseId }) => caseId);
}
