import type { RaisedLevel } from '../contracts/finding.ts';
import type { PoolClient } from './pool.ts';

export interface JoiningAlert {
  readonly alertId: string;
  readonly subjectKind: 'account' | 'campaign';
  readonly subjectId: string;
  readonly level: RaisedLevel;
  readonly score: number;
  readonly requestsSeen: number;
}

const given = `jsonb_to_recordset($1::jsonb) as given("alertId" text, "subjectKind" text, "subjectId" text,
  level text, score float8, "requestsSeen" bigint)`;

/** Opens a case for each subject that has none open. In a fixed order, as the locks of the next step are. */
async function openMissing(client: PoolClient, alerts: string): Promise<void> {
  await client.query(
    `insert into cases (subject_kind, subject_id)
     select distinct "subjectKind", "subjectId" from ${given} order by 1, 2
     on conflict (subject_kind, subject_id) where status = 'open' do nothing`,
    [alerts],
  );
  await client.query(
    `select 1 from cases where status = 'open' and (subject_kind, subject_id) in
       (select "subjectKind", "subjectId" from ${given}) order by case_id for update`,
    [alerts],
  );
}

/**
 * Lets each new alert join the open case of its subject, or opens one. The case takes the highest level, score and
 * number of requests of its alerts; a higher level brings the date forward by which somebody should have looked.
 * ('act' comes before 'review' in every collation, so the least level is the higher one.)
 */
export async function joinCases(
  client: PoolClient,
  alerts: readonly JoiningAlert[],
): Promise<void> {
  if (alerts.length === 0) return;
  const json = JSON.stringify(alerts);
  await openMissing(client, json);
  await client.query(
    `with joining as (
       select cases.case_id, given.*, row_number() over (partition by cases.case_id order by "alertId") as place
       from ${given} join cases on status = 'open' and subject_kind = "subjectKind" and subject_id = "subjectId"
     ), strongest as (
       select case_id, min(level) as level, max(score) as score, max("requestsSeen") as exposure, count(*) as alerts
       from joining group by case_id
     ), dated as (
       select strongest.*, least(case when cases.level is null then null else cases.due_at end,
         now() + interval '1 hour' * setting_number('sla_hours_' || strongest.level)) as due_at
       from strongest join cases using (case_id)
     ), changed as (
       update cases set level = least(cases.level, dated.level), score = greatest(cases.score, dated.score),
         exposure = greatest(cases.exposure, dated.exposure), due_at = dated.due_at, version = version + alerts,
         priority = case_priority(greatest(cases.score, dated.score), greatest(cases.exposure, dated.exposure), dated.due_at)
       from dated where cases.case_id = dated.case_id
       returning cases.case_id, version - alerts as before
     ), joined as (
       update alerts set case_id = joining.case_id from joining where alert_id = "alertId"
     )
     insert into case_events (case_id, version, kind, is_change, actor, detail)
     select case_id, before + place, 'alert_joined', true, 'system',
       jsonb_build_object('alert_id', "alertId", 'level', joining.level, 'score', joining.score)
     from joining join changed using (case_id)`,
    [json],
  );
}
