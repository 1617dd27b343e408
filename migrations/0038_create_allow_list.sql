-- Intent: accounts that nothing is enforced against, for a time and with a reason; what holds at any moment.
-- Locks: none, new tables and views. Back-fill: none.

-- `full`: their cases are not offered to anybody. `soft`: their cases are worked on as others are.
create table allow_list_entries (
  allow_list_entry_id bigint generated always as identity primary key,
  account_id text not null,
  kind text not null constraint allow_list_entries_kind_known check (kind in ('full', 'soft')),
  reason text not null constraint allow_list_entries_reason_given check (length(trim(reason)) > 0),
  expires_at timestamptz not null,
  added_by text not null,
  added_at timestamptz not null default now(),
  -- Whoever is trusted is looked at again.
  constraint allow_list_entries_expiry check (expires_at > added_at and expires_at <= added_at + interval '366 days')
);
create index allow_list_entries_account on allow_list_entries (account_id);

create table allow_list_removals (
  allow_list_entry_id bigint primary key references allow_list_entries,
  reason text not null constraint allow_list_removals_reason_given check (length(trim(reason)) > 0),
  removed_by text not null,
  removed_at timestamptz not null default now()
);

create view allow_listed as
  select entries.* from allow_list_entries entries left join allow_list_removals using (allow_list_entry_id)
  where expires_at > now() and removed_at is null;

-- Accounts that a decision names and that it does not hold for: an appeal has freed them, or they are allow-listed.
create view spared_accounts as
  select decision_id, account_id from overturned_accounts
  union select decision_id, allow_listed.account_id from allow_listed
    join decisions on account_ids @> array[allow_listed.account_id];

-- What holds now, without the accounts that are spared. Everything that enforces reads this and nothing else.
-- `named_account_ids` are those that the decision named: an index finds them.
create view effective_decisions as
  select decisions.decision_id, case_id, action, policy_clause, affected_accounts, api_key_ids, expires_at, decided_by,
    decided_at, account_ids as named_account_ids,
    case when exists (select 1 from spared_accounts spared where spared.decision_id = decisions.decision_id)
      then array(select named.id from unnest(account_ids) as named(id) where not exists (
        select 1 from spared_accounts spared
        where spared.decision_id = decisions.decision_id and spared.account_id = named.id))
      else account_ids end as account_ids
  from decisions left join decision_approvals approval using (decision_id)
  where action not in ('no_action', 'undo') and expires_at > now()
    and (not needs_second or approval.verdict = 'approved')
    and not exists (select 1 from decisions undo where undo.undoes = decisions.decision_id);

select make_append_only('allow_list_entries', 'allow_list_entry_id');
select make_append_only('allow_list_removals');
