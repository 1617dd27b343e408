-- Intent: appeals of customers against decisions, and what became of them. Locks: none, new tables.
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

select make_append_only('appeals', 'appeal_id');
select make_append_only('appeal_rulings');
