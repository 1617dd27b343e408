-- Intent: what the gateways have to enforce, and which decisions changed, so that they can follow.
-- Locks: adding a column and constraints takes an exclusive lock on decisions while their rows are checked. Back-fill: none; whoever follows loads all first.

-- Addresses and networks that a decision names, in their shortest form: '203.0.113.7', '2001:db8::/48'.
alter table decisions
  add column networks text[] not null default '{}',
  drop constraint decisions_action_known,
  add constraint decisions_action_known check (action in ('no_action', 'watch', 'request_verification', 'throttle',
    'suspend_key', 'suspend_account', 'suspend_campaign_members', 'block_network', 'undo')),
  -- Addresses change hands.
  add constraint decisions_network_expiry check (action <> 'block_network' or expires_at <= decided_at + interval '31 days');

-- A network is shared with strangers: nobody blocks one alone.
create function require_second_for_network() returns trigger language plpgsql as $$
begin
  new.needs_second := new.needs_second or new.action = 'block_network';
  return new;
end $$;
-- Triggers run in the order of their names; this one comes after decisions_second_person.
create trigger decisions_second_person_network before insert on decisions
  for each row execute function require_second_for_network();

-- Written whenever what a decision restricts may have become another. That a decision ends is no change: its date is
-- known. changed_xid finds late changes, as a sequence could not: its values commit out of order.
create table enforcement_changes (
  enforcement_change_id bigint generated always as identity primary key,
  decision_id bigint not null,
  changed_xid xid8 not null default pg_current_xact_id(),
  changed_at timestamptz not null default now()
);
create index enforcement_changes_xid on enforcement_changes (changed_xid);
create index enforcement_changes_at on enforcement_changes (changed_at);
create index allow_list_entries_expiry on allow_list_entries (expires_at);

create function note_decided() returns trigger language plpgsql as $$
begin
  if new.action <> 'no_action' then
    insert into enforcement_changes (decision_id) values (coalesce(new.undoes, new.decision_id));
  end if;
  return null;
end $$;
create trigger decisions_enforced after insert on decisions for each row execute function note_decided();

create function note_approved() returns trigger language plpgsql as $$
begin
  insert into enforcement_changes (decision_id) values (new.decision_id);
  return null;
end $$;
create trigger decision_approvals_enforced after insert on decision_approvals
  for each row execute function note_approved();

create function note_ruled() returns trigger language plpgsql as $$
begin
  insert into enforcement_changes (decision_id) select decision_id from appeals where appeal_id = new.appeal_id;
  return null;
end $$;
create trigger appeal_rulings_enforced after insert on appeal_rulings for each row execute function note_ruled();

-- An entry's begin and end touch every decision that names its account and has not ended.
create function note_allow_listed() returns trigger language plpgsql as $$
begin
  insert into enforcement_changes (decision_id)
    select decision_id from decisions
    where expires_at > now() and account_ids @> (
      select array[account_id] from allow_list_entries where allow_list_entry_id = new.allow_list_entry_id);
  return null;
end $$;
create trigger allow_list_entries_enforced after insert on allow_list_entries
  for each row execute function note_allow_listed();
create trigger allow_list_removals_enforced after insert on allow_list_removals
  for each row execute function note_allow_listed();

-- What an action restricts; watching restricts nobody. A key is spared with the last of its accounts.
create function restricted_targets(action text, account_ids text[], api_key_ids text[], networks text[])
returns table (scope text, value text) language sql immutable as $$
  select 'account', unnest(account_ids)
    where action in ('request_verification', 'throttle', 'suspend_account', 'suspend_campaign_members')
  union all select 'apikey_hash', unnest(api_key_ids) where action = 'suspend_key' and cardinality(account_ids) > 0
  union all select case when position('/' in network) > 0 then 'Range' else 'Ip' end, network
    from unnest(networks) as network where action = 'block_network'
$$;

create or replace view effective_decisions as
  select decisions.decision_id, case_id, action, policy_clause, affected_accounts, api_key_ids, expires_at, decided_by,
    decided_at, account_ids as named_account_ids,
    case when exists (select 1 from spared_accounts spared where spared.decision_id = decisions.decision_id)
      then array(select named.id from unnest(account_ids) as named(id) where not exists (
        select 1 from spared_accounts spared
        where spared.decision_id = decisions.decision_id and spared.account_id = named.id))
      else account_ids end as account_ids,
    networks
  from decisions left join decision_approvals approval using (decision_id)
  where action not in ('no_action', 'undo') and expires_at > now()
    and (not needs_second or approval.verdict = 'approved')
    and not exists (select 1 from decisions undo where undo.undoes = decisions.decision_id);

-- One row for each thing that a decision in force restricts.
create view enforced_targets as
  select decision_id, scope, value, action, expires_at
  from effective_decisions, restricted_targets(action, account_ids, api_key_ids, networks);

-- What may have been restricted and has ended, or may have, in the last three days: whoever held it must drop it.
create view lifted_targets as
  select distinct scope, value, action
  from decisions, restricted_targets(action, account_ids, api_key_ids, networks)
  where expires_at between now() - interval '3 days' and now() or decision_id in (
    select decision_id from enforcement_changes where changed_at > now() - interval '3 days');
create index decisions_expiry on decisions (expires_at) where expires_at is not null;
