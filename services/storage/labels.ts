import type { Pool, PoolClient } from './pool.ts';

/** Whether an alert deserved a person's time: what detectors are measured by. */
export const deservedReview = ['yes', 'no', 'unsure'] as const;
export type DeservedReview = (typeof deservedReview)[number];

/** `close`: by whoever decided. `second_look`: by another, who was not shown what was decided. */
export const labelSources = ['close', 'second_look', 'appeal'] as const;
export type LabelSource = (typeof labelSources)[number];

/** Of some alerts, the detectors that had spoken against their subject. */
export function detectorsOf(alerts: string): string {
  return `array(select distinct reason ->> 'detector' from alerts, jsonb_array_elements(alerts.reasons) as reason
    where (${alerts}) and (reason ->> 'evidence_weight')::float8 > 0 order by 1)`;
}

interface SecondLook {
  readonly caseId: string;
  readonly deservedReview: DeservedReview;
  readonly labelledBy: string;
}

/** Labels the subject of a case, and names the detectors that had spoken against it. */
export async function insertSecondLook(client: PoolClient, look: SecondLook): Promise<void> {
  await client.query(
    `insert into labels (case_id, subject_kind, subject_id, deserved_review, source, detectors, labelled_by)
     select case_id, subject_kind, subject_id, $2, 'second_look',
       ${detectorsOf('alerts.case_id = cases.case_id')}, $3
     from cases where case_id = $1`,
    [look.caseId, look.deservedReview, look.labelledBy],
  );
}

interface AppealLabel {
  readonly caseId: string;
  readonly accountId: string;
  readonly labelledBy: string;
}

/** An appeal that was granted says that the account's alerts did not deserve review. */
export async function insertAppealLabel(client: PoolClient, label: AppealLabel): Promise<void> {
  await client.query(
    `insert into labels (case_id, subject_kind, subject_id, deserved_review, source, detectors, labelled_by)
     values ($1, 'account', $2, 'no', 'appeal',
       ${detectorsOf('alerts.case_id = $1 or alerts.account_id = $2')}, $3)`,
    [label.caseId, label.accountId, label.labelledBy],
  );
}

export interface LabelCount {
  readonly detector: string;
  readonly source: LabelSource;
  readonly yes: number;
  readonly no: number;
  readonly unsure: number;
}

/** How the alerts in which each detector had spoken were labelled, by who labelled them. */
export async function countLabels(client: Pool | PoolClient): Promise<LabelCount[]> {
  const { rows } = await client.query<LabelCount>(
    `select detector, source, count(*) filter (where deserved_review = 'yes')::int as yes,
       count(*) filter (where deserved_review = 'no')::int as no,
       count(*) filter (where deserved_review = 'unsure')::int as unsure
     from labels, unnest(detectors) as detector group by detector, source order by detector, source`,
  );
  return rows;
}
