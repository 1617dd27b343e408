-- Intent: people hear of cases that nobody has looked at in time, once for each time that it runs out.
-- Locks: adding a column with a constant preset takes a short exclusive lock on cases; its index is built under a lock against
-- writes, a second for 100,000 cases. Back-fill: none: what is overdue already is told with the first message.

alter table cases add column overdue_told boolean not null default false;
create index cases_untold on cases (due_at) where status = 'open' and not overdue_told;

-- A case that got more time, as one that was opened again, may run out of it again.
create function forget_overdue() returns trigger language plpgsql as $$
begin
  new.overdue_told := false;
  return new;
end $$;
create trigger cases_due_changed before update of due_at on cases
  for each row when (new.due_at > old.due_at) execute function forget_overdue();

alter table messages
  drop constraint messages_type_known,
  add constraint messages_type_known check (type in ('target.restricted', 'target.released', 'endpoint.ping',
    'policy.stopped', 'case.changed', 'cases.changed', 'cases.overdue', 'decision.break_glass'));

create or replace function hears(of_endpoint endpoints, sent messages) returns boolean language sql stable as $$
  select case of_endpoint.kind
    when 'webhook' then sent.type not in ('case.changed', 'cases.changed', 'cases.overdue', 'decision.break_glass')
    when 'pagerduty' then sent.type in ('case.changed', 'policy.stopped', 'decision.break_glass')
    when 'slack' then sent.type in ('cases.changed', 'cases.overdue', 'policy.stopped', 'decision.break_glass')
    when 'email' then sent.type in ('cases.changed', 'cases.overdue', 'policy.stopped', 'decision.break_glass')
    else sent.type in ('target.restricted', 'target.released') end
  and (sent.data is null or sent.data ->> 'level' = 'act' or of_endpoint.settings ->> 'min_level' = 'review')
$$;

-- One message for all that ran out since the last one, with the ten first of the queue; returns how many those were. The first
-- of them has rested, so that a wave is one message; what is snoozed waits until it wakes.
create function announce_overdue(rest interval) returns integer language plpgsql as $$
declare
  told bigint[];
  digest jsonb;
  sent messages;
begin
  if not exists (select 1 from cases where status = 'open' and not overdue_told and due_at <= now() - rest
    and (snoozed_until is null or snoozed_until <= now())) then return 0; end if;
  if not pg_try_advisory_xact_lock(hashtext('announce_overdue')) then return 0; end if;
  with late as (
    update cases set overdue_told = true where status = 'open' and not overdue_told and due_at <= now()
      and (snoozed_until is null or snoozed_until <= now())
    returning case_id
  ) select array_agg(case_id) into told from late;
  with gravest as (
    select case_id, subject_kind, level, exposure, due_at, priority
    from cases where case_id = any(told) order by level, priority desc, case_id limit 10
  )
  select jsonb_build_object('level', min(level), 'count', cardinality(told),
      'cases', jsonb_agg(to_jsonb(gravest) - 'priority' order by level, priority desc, case_id))
    into digest from gravest;
  insert into messages (type, data) values ('cases.overdue', digest) returning * into sent;
  perform send_message(sent);
  return cardinality(told);
end $$;
