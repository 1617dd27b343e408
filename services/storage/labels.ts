import type { PoolClient } from './pool.ts';

export const deservedReview = ['yes', 'no', 'unsure'] as const;
export type DeservedReview = (typeof deservedReview)[number];

interface NewLabel {
  readonly caseId: string;
  readonly deservedReview: DeservedReview;
  readonly source: 'close' | 'second_look' | 'appeal';
  readonly labelledBy: string;
}

/** Labels the subject of a case, and names the detectors that had spoken against it. */
export async function insertLabel(client: PoolClient, label: NewLabel): Promise<void> {
  await client.query(
    `insert into labels (case_id, subject_kind, subject_id, deserved_review, source, detectors, labelled_by)
     select case_id, subject_kind, subject_id, $2, $3,
       array(select distinct reason ->> 'detector' from alerts, jsonb_array_elements(alerts.reasons) as reason
         where alerts.case_id = cases.case_id and (reason ->> 'evidence_weight')::float8 > 0 order by 1), $4
     from cases where case_id = $1`,
    [label.caseId, label.deservedReview, label.source, label.labelledBy],
  );
}
