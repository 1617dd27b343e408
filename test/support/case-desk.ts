import type { StaffRole } from '../../services/storage/staff-users.ts';
import { findingOf, storeEvidence } from './sample-evidence.ts';
import { startReview, type TestReview } from './start-review.ts';
import type { Stores } from './stores.ts';
import type { Teardown } from './temp-folder.ts';

export interface DeskCase {
  readonly id: string;
  readonly version: number;
  readonly status: string;
  readonly decisions: readonly { id: string; state: string }[];
}

export type Body = Readonly<Record<string, unknown>>;

let keys = 0;

/** A suspension under a fresh idempotency key, unless `given` says otherwise. */
export function orderOf({ version }: Pick<DeskCase, 'version'>, given: Body = {}): Body {
  keys += 1;
  return {
    ...{ version, action: 'suspend_account', policy_clause: 'terms 4.2' },
    ...{ reason: 'one template, 4,000 slots', idempotency_key: `key-${keys}`, ...given },
  };
}

/** The staff API with a lead, a reviewer, an admin and an auditor signed in. */
export async function startDesk(t: Teardown, stores: Stores) {
  const review: TestReview = await startReview(t, stores);
  const { app, signIn } = review;
  const cookies: Record<StaffRole, string> = {
    lead: await signIn('lead'),
    reviewer: await signIn('reviewer'),
    admin: await signIn('admin'),
    auditor: await signIn('auditor'),
  };
  const post = (as: StaffRole, url: string, payload: Body = {}) =>
    app.inject({ method: 'POST', url, headers: { cookie: cookies[as] }, payload });
  const get = async <Answer>(url: string, as: StaffRole = 'lead') =>
    (await app.inject({ url, headers: { cookie: cookies[as] } })).json<Answer>();

  /** A fresh alert's case, of an account or of the campaign with the name. */
  const openCase = async (subjectId: string, isCampaign = false): Promise<DeskCase> => {
    const campaign = { subject_kind: 'campaign', campaign_id: subjectId } as const;
    const finding = findingOf(subjectId, 1, isCampaign ? campaign : {});
    await storeEvidence(stores.pool, { findings: [finding] });
    const list = `/api/cases?order=harm&state=all&subject=${encodeURIComponent(subjectId)}`;
    const [found] = (await get<{ items: DeskCase[] }>(list)).items;
    if (found === undefined) throw new Error(`no case of ${subjectId}`);
    return found;
  };
  const read = (id: string) => get<DeskCase>(`/api/cases/${id}`);
  /** A decision of the lead on a fresh case of the account; returns its id. */
  const decideOn = async (accountId: string, given: Body = {}): Promise<string> => {
    const found = await openCase(accountId);
    const answer = await post('lead', `/api/cases/${found.id}/decisions`, orderOf(found, given));
    return answer.json<DeskCase>().id;
  };
  const undo = (decisionId: string) =>
    post('lead', `/api/decisions/${decisionId}/undo`, {
      ...{ policy_clause: 'terms 4.2', reason: 'a mistake' },
      idempotency_key: `undo-${decisionId}`,
    });
  return { ...review, cookies, post, get, openCase, read, decideOn, undo };
}
