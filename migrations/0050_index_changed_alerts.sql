-- Intent: policies look at alerts that have changed lately, and at no others.
-- Locks: the index is built under a share lock on alerts. Back-fill: none.
create index alerts_updated on alerts (updated_at);
