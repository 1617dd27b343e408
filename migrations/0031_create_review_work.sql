-- Intent: the work on cases: their place in the queue, their history, decisions with a second person, labels.
-- Locks: adding columns takes a short exclusive lock on cases and alerts; the back-fill holds the rows of cases.
-- Back-fill: place in the queue of the cases that are open, from the alerts of their subject; their history starts now.

alter table staff_users
  add constraint staff_users_role_known check (role in ('reviewer', 'lead', 'admin', 'auditor'));

insert into instance_settings (name, value) values
  -- A suspension of more accounts than this, by one person or several small ones of the same subject, needs a second.
  ('two_person_above', '5'),
  ('sla_hours_act', '4'),
  ('sla_hours_review', '72')
on conflict do nothing;

create function setting_number(setting text) returns double precision language sql stable as $$
  select value::double precision from instance_settings where name = setting
$$;

-- Log of the expected harm, in nats: the chance that the score is right (even odds at 7 nats, one extracting account
-- in a thousand) times the requests at stake; every day past the due time weighs one nat, so that a queue in this
-- order never needs to be sorted again.
create function case_priority(score double precision, exposure bigint, due_at timestamptz)
returns double precision language sql stable as $$
  select -ln(1 + exp(7 - least(score, 60))) + ln(1 + exposure) - extract(epoch from due_at)::double precision / 86400
$$;

alter table cases
  -- Numbers the events of its history. A decision names the version that it was made on.
  add column version integer not null default 0,
  add column level text constraint cases_level_known check (level in ('review', 'act')),
  add column score double precision not null default 0,
  add column exposure bigint not null default 0,
  add column due_at timestamptz not null default now(),
  add column priority double precision not null default 0,
  add column claimed_by text,
  add column claim_expires_at timestamptz,
  add column assigned_to text,
  add column snoozed_until timestamptz,
  add column closed_at timestamptz,
  add column outcome text,
  add constraint cases_claim_whole check ((claimed_by is null) = (claim_expires_at is null)),
  add constraint cases_closed_whole check ((status = 'closed') = (closed_at is not null));

update cases set level = best.level, score = best.score, exposure = best.exposure,
  due_at = cases.opened_at + interval '1 hour' * setting_number('sla_hours_' || best.level)
from (
  select subject_kind, subject_id, max(score) as score, max(requests_seen) as exposure,
    case when bool_or(level = 'act') then 'act' else 'review' end as level
  from alerts group by subject_kind, subject_id
) best
where best.subject_kind = cases.subject_kind and best.subject_id = cases.subject_id and status = 'open';
update cases set priority = case_priority(score, exposure, due_at);

create index cases_queue on cases (priority desc, case_id) where status = 'open';
create index cases_subject on cases (subject_kind, subject_id text_pattern_ops);
create index cases_claimed_by on cases (claimed_by) where claimed_by is not null;
create index cases_assigned_to on cases (assigned_to) where assigned_to is not null;

create index campaign_members_surest on campaign_members (campaign_id, confidence desc, account_id);

alter table alerts add column case_id bigint references cases;
create index alerts_case on alerts (case_id);
create index alerts_level on alerts (level, raised_at desc, alert_id);
create index alerts_subject on alerts (subject_kind, subject_id);
update alerts set case_id = cases.case_id from cases
  where cases.subject_kind = alerts.subject_kind and cases.subject_id = alerts.subject_id and cases.status = 'open';

-- The history of a case, notes included. `is_change` marks what a decision must not be made in ignorance of.
create table case_events (
  case_id bigint not null references cases,
  version integer not null,
  kind text not null,
  is_change boolean not null,
  actor text not null,
  at timestamptz not null default now(),
  detail jsonb not null default '{}',
  primary key (case_id, version)
);
create index case_events_notes on case_events using gin (to_tsvector('simple', detail ->> 'note')) where kind = 'noted';

-- What a decision rested on, frozen; found by its hash.
create table evidence_snapshots (
  sha256 bytea primary key,
  content text not null,
  created_at timestamptz not null default now(),
  constraint evidence_snapshots_hash_true check (sha256 = sha256(convert_to(content, 'UTF8')))
);

create table decisions (
  decision_id bigint generated always as identity primary key,
  case_id bigint not null references cases,
  case_version integer not null,
  action text not null constraint decisions_action_known check (action in ('no_action', 'watch',
    'request_verification', 'throttle', 'suspend_key', 'suspend_account', 'suspend_campaign_members', 'undo')),
  policy_clause text not null constraint decisions_policy_clause_given check (length(trim(policy_clause)) > 0),
  reason text not null constraint decisions_reason_given check (length(trim(reason)) > 0),
  account_ids text[] not null,
  affected_accounts integer not null generated always as (cardinality(account_ids)) stored,
  api_key_ids text[] not null default '{}',
  expires_at timestamptz,
  undoes bigint references decisions constraint decisions_undone_once unique,
  decided_by text not null,
  decided_at timestamptz not null default now(),
  idempotency_key text not null,
  request_sha256 bytea not null,
  evidence_sha256 bytea not null references evidence_snapshots,
  deserved_review text constraint decisions_deserved_known check (deserved_review in ('yes', 'no', 'unsure')),
  needs_second boolean not null,
  -- Accounts that are decided on together, in one bulk decision; 0 for a decision by itself.
  batch_accounts integer not null default 0,
  constraint decisions_once unique (decided_by, idempotency_key),
  constraint decisions_undo_whole check ((action = 'undo') = (undoes is not null)),
  -- Whatever is done to somebody ends by itself.
  constraint decisions_expiry check (action in ('no_action', 'undo') or expires_at > decided_at)
);
create index decisions_case on decisions (case_id, decision_id);
create index decisions_second on decisions (decision_id) where needs_second;
create index decisions_accounts on decisions using gin (account_ids);

-- The second person's word on a decision that needs one.
create table decision_approvals (
  decision_id bigint primary key references decisions,
  verdict text not null constraint decision_approvals_verdict_known check (verdict in ('approved', 'rejected')),
  is_break_glass boolean not null default false,
  reason text not null constraint decision_approvals_reason_given check (length(trim(reason)) > 0),
  approved_by text not null,
  approved_at timestamptz not null default now()
);

-- Whether an alert deserved a person's time: the truth that detectors are measured by.
create table labels (
  label_id bigint generated always as identity primary key,
  case_id bigint not null references cases,
  subject_kind text not null,
  subject_id text not null,
  deserved_review text not null constraint labels_deserved_known check (deserved_review in ('yes', 'no', 'unsure')),
  source text not null constraint labels_source_known check (source in ('close', 'second_look', 'appeal')),
  detectors text[] not null,
  labelled_by text not null,
  labelled_at timestamptz not null default now()
);
create index labels_subject on labels (subject_kind, subject_id);

-- How many accounts a person may suspend alone counts over all that were suspended of the subject without a second,
-- and over all that are decided on together: a large suspension cut into small ones is a large suspension.
create function require_second_person() returns trigger language plpgsql as $$
declare
  already integer;
begin
  new.needs_second := false;
  if new.action like 'suspend%' then
    select count(distinct account_id) into already
    from decisions earlier
      join cases on cases.case_id = earlier.case_id, unnest(earlier.account_ids || new.account_ids) as account_id
    where (cases.subject_kind, cases.subject_id) =
        (select subject_kind, subject_id from cases where case_id = new.case_id)
      and earlier.action like 'suspend%' and not earlier.needs_second;
    new.needs_second := greatest(coalesce(already, 0), cardinality(new.account_ids), new.batch_accounts)
      > setting_number('two_person_above');
  end if;
  return new;
end $$;
create trigger decisions_second_person before insert on decisions
  for each row execute function require_second_person();

create function check_approval() returns trigger language plpgsql as $$
declare
  decided decisions;
  approver_role text;
begin
  select * into strict decided from decisions where decision_id = new.decision_id;
  if not decided.needs_second then
    raise exception 'this decision needs no second person' using errcode = 'check_violation', constraint = 'approval_not_needed';
  end if;
  select role into approver_role from staff_users where 'staff:' || staff_user_id = new.approved_by;
  if approver_role is null or approver_role not in ('lead', 'admin') then
    raise exception 'only a lead or an admin may be the second person' using errcode = 'check_violation', constraint = 'approval_by_lead';
  end if;
  if new.approved_by = decided.decided_by and new.verdict = 'approved' and not new.is_break_glass then
    raise exception 'nobody approves a decision of their own' using errcode = 'check_violation', constraint = 'approval_by_another';
  end if;
  return new;
end $$;
create trigger decision_approvals_checked before insert on decision_approvals
  for each row execute function check_approval();

-- Every act of a person or program on a case stands in the audit trail; of a note only the hash, since notes may be
-- erased one day and the trail may not.
create function audit_case_event() returns trigger language plpgsql as $$
begin
  insert into audit_entries (actor, action, subject_kind, subject_id, detail)
  values (new.actor, 'case_' || new.kind, 'case', new.case_id::text,
    jsonb_build_object('version', new.version) || (new.detail - 'note') ||
    case when new.detail ? 'note'
      then jsonb_build_object('note_sha256', encode(sha256(convert_to(new.detail ->> 'note', 'UTF8')), 'hex'))
      else '{}' end);
  return null;
end $$;
create trigger case_events_audited after insert on case_events
  for each row when (new.actor <> 'system') execute function audit_case_event();

select make_append_only('case_events');
select make_append_only('evidence_snapshots', 'sha256');
select make_append_only('decisions', 'decision_id');
select make_append_only('decision_approvals');
select make_append_only('labels');
