-- Intent: appeals of customers against decisions, and what became of them. Locks: none on existing tables but the view.
-- Back-fill: none.

insert into instance_settings (name, value) values ('sla_hours_appeal', '120') on conflict do nothing;

create table appeals (
  appeal_id bigint generated always as identity primary key,
  decision_id bigint not null references decisions,
  account_id text not null,
  -- The customer's own words: personal data, so they stand here and nowhere else.
  statement text not null constraint appeals_statement_given check (length(trim(statement)) > 0),
  filed_by text not null,
  filed_at timestamptz not null default now(),
  due_at timestamptz not null default now() + interval '1 hour' * setting_number('sla_hours_appeal'),
  constraint appeals_once unique (decision_id, account_id)
);
create index appeals_due on appeals (due_at, appeal_id);

create table appeal_rulings (
  appeal_id bigint primary key references appeals,
  verdict text not null constraint appeal_rulings_verdict_known check (verdict in ('upheld', 'overturned')),
  reason text not null constraint appeal_rulings_reason_given check (length(trim(reason)) > 0),
  ruled_by text not null,
  ruled_at timestamptz not null default now()
);

-- Nobody judges an appeal against a decision that they took or approved, and no program judges any.
create function check_ruling() returns trigger language plpgsql as $$
declare
  contested bigint;
begin
  select decision_id into strict contested from appeals where appeal_id = new.appeal_id;
  if not exists (select 1 from staff_users where 'staff:' || staff_user_id = new.ruled_by)
    or exists (select 1 from decisions where decision_id = contested and decided_by = new.ruled_by)
    or exists (select 1 from decision_approvals where decision_id = contested and approved_by = new.ruled_by) then
    raise exception 'an appeal is judged by a person who had no hand in the decision'
      using errcode = 'check_violation', constraint = 'appeal_by_another';
  end if;
  return new;
end $$;
create trigger appeal_rulings_checked before insert on appeal_rulings
  for each row execute function check_ruling();

create view overturned_accounts as
  select appeals.decision_id, appeals.account_id from appeals join appeal_rulings using (appeal_id)
  where verdict = 'overturned';

-- What holds now, without the accounts that an appeal has freed. `named_account_ids` are those that the decision named:
-- an index finds them.
drop view effective_decisions;
create view effective_decisions as
  select decisions.decision_id, case_id, action, policy_clause, affected_accounts, api_key_ids, expires_at, decided_by,
    decided_at, account_ids as named_account_ids,
    case when exists (select 1 from overturned_accounts freed where freed.decision_id = decisions.decision_id)
      then array(select named.id from unnest(account_ids) as named(id) where not exists (
        select 1 from overturned_accounts freed
        where freed.decision_id = decisions.decision_id and freed.account_id = named.id))
      else account_ids end as account_ids
  from decisions left join decision_approvals approval using (decision_id)
  where action not in ('no_action', 'undo') and expires_at > now()
    and (not needs_second or approval.verdict = 'approved')
    and not exists (select 1 from decisions undo where undo.undoes = decisions.decision_id);

do $$
declare
  name text;
begin
  foreach name in array array['appeals', 'appeal_rulings'] loop
    execute format('create trigger %I before update or delete on %I for each row execute function refuse_change()',
      name || '_append_only', name);
    execute format('create trigger %I before truncate on %I for each statement execute function refuse_change()',
      name || '_never_emptied', name);
    execute format('revoke update, delete, truncate on %I from public, current_user', name);
  end loop;
  -- The foreign key of a ruling locks its appeal.
  grant update (appeal_id) on appeals to current_user;
end $$;
