-- Intent: a bulk decision counts as one for the two-person rule, however many cases it is made of.
-- Locks: a short exclusive lock on decisions for a column with a constant preset. Back-fill: none.

alter table decisions add column batch_accounts integer not null default 0;

-- How many accounts a person may suspend alone counts over all that were suspended of the subject without a second,
-- and over all that are decided on together: a large suspension cut into small ones is a large suspension.
create or replace function require_second_person() returns trigger language plpgsql as $$
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
