-- Accounts whose texts outlive their term, because a law or a court asks for them.
-- Locks: dead_letters against writes while its index is built, which is short: few batches fail. Back-fill: none.

create table legal_holds (
  legal_hold_id bigint generated always as identity primary key,
  account_id text not null,
  reason text not null constraint legal_holds_reason_given check (length(trim(reason)) > 0),
  placed_by text not null,
  placed_at timestamptz not null default now()
);
create index legal_holds_account on legal_holds (account_id);

create table legal_hold_lifts (
  legal_hold_id bigint primary key references legal_holds,
  reason text not null constraint legal_hold_lifts_reason_given check (length(trim(reason)) > 0),
  lifted_by text not null,
  lifted_at timestamptz not null default now()
);

create view standing_legal_holds as
  select holds.* from legal_holds holds left join legal_hold_lifts using (legal_hold_id) where lifted_at is null;

create index dead_letters_created on dead_letters (created_at);

select make_append_only('legal_holds', 'legal_hold_id');
select make_append_only('legal_hold_lifts');
