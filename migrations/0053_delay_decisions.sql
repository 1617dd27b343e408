-- Intent: decisions that begin some time after they were made, so that the moment of an action teaches nothing.
-- Locks: adding a column with a constant default takes a short exclusive lock on decisions; its check reads their rows
-- once. Back-fill: every decision that stands began at once.

-- Counted from the second person's word where one is needed, else from the decision.
alter table decisions
  add column begins_after interval not null default '0',
  add constraint decisions_begin_in_time check (begins_after between interval '0' and interval '7 days');
create index decisions_delayed on decisions (expires_at) where begins_after > interval '0';

-- What stands: not refused, not undone, not ended. It may not have begun.
create view standing_decisions as
  select decisions.decision_id, case_id, action, policy_clause, affected_accounts, api_key_ids, expires_at, decided_by,
    decided_at, account_ids as named_account_ids,
    case when exists (select 1 from spared_accounts spared where spared.decision_id = decisions.decision_id)
      then array(select named.id from unnest(account_ids) as named(id) where not exists (
        select 1 from spared_accounts spared
        where spared.decision_id = decisions.decision_id and spared.account_id = named.id))
      else account_ids end as account_ids,
    networks, begins_after, coalesce(approval.approved_at, decided_at) + begins_after as begins_at
  from decisions left join decision_approvals approval using (decision_id)
  where action not in ('no_action', 'undo') and expires_at > now()
    and (not needs_second or approval.verdict = 'approved')
    and not exists (select 1 from decisions undo where undo.undoes = decisions.decision_id);

-- now() is the begin of the transaction: one that waited for a lock would take what was approved meanwhile for not begun.
create or replace view effective_decisions as
  select decision_id, case_id, action, policy_clause, affected_accounts, api_key_ids, expires_at, decided_by, decided_at,
    named_account_ids, account_ids, networks
  from standing_decisions where begins_after = interval '0' or begins_at <= clock_timestamp();

-- Decisions that began since then. The few that began later are found by their index.
create function begun_since(since timestamptz) returns setof bigint language sql stable as $$
  select decision_id from standing_decisions
  where begins_after > interval '0' and begins_at > since and begins_at <= now()
$$;

create or replace function announce_due(since timestamptz) returns integer language plpgsql as $$
declare
  due record;
  announced integer := 0;
begin
  for due in
    -- Only what ends is told in parts: what was told is not found again.
    (select scope, value from announced_targets where until <= now() order by 1, 2 limit 1000)
    union
    select 'account', entries.account_id from allow_list_entries entries
      where expires_at > since - interval '1 minute' and expires_at <= now()
    union
    select target.scope, target.value from begun_since(since - interval '1 minute') as begun
      join decisions on decisions.decision_id = begun,
      restricted_targets(action, account_ids, api_key_ids, networks) as target
      left join announced_targets told on (told.scope, told.value) = (target.scope, target.value)
      where told.decision_id is distinct from begun
    order by 1, 2
  loop
    perform announce_target(due.scope, due.value);
    announced := announced + 1;
  end loop;
  return announced;
end $$;
