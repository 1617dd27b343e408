-- Intent: people are told what changed with cases, once for each change that lasts, by Slack, PagerDuty and e-mail.
-- Locks: adding a column and replacing constraints take short exclusive locks on endpoints, messages and cases; the rows
-- of endpoints and messages are checked once. Back-fill: none: people are told what changes from now on.

alter table endpoints
  drop constraint endpoints_kind_known,
  add constraint endpoints_kind_known
    check (kind in ('webhook', 'litellm', 'kong', 'http', 'slack', 'pagerduty', 'email'));

alter table messages
  -- What a message says beside its target.
  add column data jsonb,
  drop constraint messages_type_known,
  add constraint messages_type_known check (type in ('target.restricted', 'target.released', 'endpoint.ping',
    'policy.stopped', 'case.changed', 'cases.changed'));

-- Cases whose state has changed since people were told, and what they know of it; null before they know of it at all.
create table changed_cases (
  case_id bigint primary key references cases on delete cascade,
  known_status text,
  known_level text,
  was_held boolean not null default false,
  since timestamptz not null default now()
);
create index changed_cases_since on changed_cases (since);

create function is_held(of_case cases) returns boolean language sql immutable as $$
  select of_case.claimed_by is not null or of_case.assigned_to is not null
$$;

-- The row is locked even where it stands already: whoever announces must not take it before this change is to be seen.
create function note_changed_case() returns trigger language plpgsql as $$
begin
  if tg_op = 'INSERT' then
    insert into changed_cases (case_id) values (new.case_id);
  elsif (old.status, old.level, is_held(old)) is distinct from (new.status, new.level, is_held(new)) then
    insert into changed_cases (case_id, known_status, known_level, was_held)
      values (new.case_id, old.status, old.level, is_held(old))
      on conflict (case_id) do update set case_id = excluded.case_id;
  end if;
  return null;
end $$;
create trigger cases_changed after insert or update of status, level, claimed_by, assigned_to on cases
  for each row execute function note_changed_case();

-- Which messages an endpoint is sent, by its kind and the least level that it asks for. A ping is sent to one alone.
drop function hears(text, text);
create function hears(of_endpoint endpoints, sent messages) returns boolean language sql stable as $$
  select case of_endpoint.kind
    when 'webhook' then sent.type not in ('case.changed', 'cases.changed')
    when 'pagerduty' then sent.type in ('case.changed', 'policy.stopped')
    when 'slack' then sent.type in ('cases.changed', 'policy.stopped')
    when 'email' then sent.type in ('cases.changed', 'policy.stopped')
    else sent.type in ('target.restricted', 'target.released') end
  and (sent.data is null or sent.data ->> 'level' = 'act' or of_endpoint.settings ->> 'min_level' = 'review')
$$;

create or replace function send_message(sent messages) returns void language sql as $$
  update deliveries set state = 'superseded'
    from messages older
    where older.message_id = deliveries.message_id and (older.scope, older.value) = (sent.scope, sent.value)
      and older.message_id < sent.message_id and state = 'queued'
      and (claimed_until is null or claimed_until < now());
  insert into deliveries (endpoint_id, message_id)
    select endpoint_id, sent.message_id from endpoints where disabled_at is null and hears(endpoints, sent)
$$;

-- What lasted of the changes: one that was taken back is none, and an account whose campaign has an open case is told of
-- with that; its end is told, as it may have been told of before.
create view lasting_case_changes as
  select cases.case_id, cases.subject_kind, cases.level, cases.score, cases.exposure, cases.outcome, cases.status,
    cases.version, is_held(cases) as is_held,
    case when known_status is distinct from status and status = 'closed' then 'closed'
      when known_status is null or known_level is null then 'opened'
      when known_status is distinct from status then 'reopened'
      when level < known_level then 'raised'
      when is_held(cases) and not was_held then 'taken' end as change
  from changed_cases join cases using (case_id)
  where not (status = 'open' and subject_kind = 'account' and exists (select 1 from campaign_members member
    join cases fleet on fleet.subject_kind = 'campaign' and fleet.subject_id = member.campaign_id and fleet.status = 'open'
    where member.account_id = cases.subject_id));

-- One message for each case, for where a case is an incident of its own. What nobody was told of needs no word of its end.
create function announce_each_case(told bigint[]) returns void language plpgsql as $$
declare
  each record;
  sent messages;
begin
  for each in select * from lasting_case_changes where case_id = any(told) and change is not null order by case_id loop
    continue when each.status = 'closed'
      and not exists (select 1 from messages where scope = 'case' and value = each.case_id::text);
    insert into messages (type, scope, value, version, data)
      values ('case.changed', 'case', each.case_id::text, each.version, to_jsonb(each)) returning * into sent;
    perform send_message(sent);
  end loop;
end $$;

-- One message for all of them, with the gravest ten, for people who read.
create function announce_digest(told bigint[]) returns void language plpgsql as $$
declare
  digest jsonb;
  sent messages;
begin
  with readable as (
    select * from lasting_case_changes where case_id = any(told) and change in ('opened', 'reopened', 'raised', 'closed')
  ), gravest as (
    select * from readable order by change = 'closed', level, score desc, case_id limit 10
  )
  select jsonb_build_object('level', (select min(level) from readable),
      'counts', (select jsonb_object_agg(change, cases) from
        (select change, count(*) as cases from readable group by change) counted),
      'cases', jsonb_agg(to_jsonb(gravest)))
    into digest from gravest having count(*) > 0;
  if digest is null then return; end if;
  insert into messages (type, data) values ('cases.changed', digest) returning * into sent;
  perform send_message(sent);
end $$;

-- Tells people what changed, once the oldest change has rested; returns how many cases it looked at.
create function announce_cases(rest interval) returns integer language plpgsql as $$
declare
  told bigint[];
begin
  if not exists (select 1 from changed_cases where since <= now() - rest) then return 0; end if;
  -- Several deliver workers would tell a part each.
  if not pg_try_advisory_xact_lock(hashtext('announce_cases')) then return 0; end if;
  select array_agg(case_id) into told from (select case_id from changed_cases for update skip locked) free;
  if exists (select 1 from endpoints where disabled_at is null and kind = 'pagerduty') then
    perform announce_each_case(told);
  end if;
  if exists (select 1 from endpoints where disabled_at is null and kind in ('slack', 'email')) then
    perform announce_digest(told);
  end if;
  delete from changed_cases where case_id = any(told);
  return coalesce(cardinality(told), 0);
end $$;
