-- Intent: which suspensions the traits of their accounts were noted for, so that each is noted once.
-- Locks: none, a new table. Back-fill: none; decisions begin with this version.

create table tombstoned_decisions (
  decision_id bigint primary key references decisions
);
