-- Intent: traits of suspended accounts, by which their successors are known for a month. Locks: none, a new table.
-- Back-fill: none; accounts suspended before have no tombstones.

create table tombstones (
  trait text not null,
  account_id text not null,
  set_at timestamptz not null,
  primary key (trait, account_id)
);
create index tombstones_set_at on tombstones (set_at);
