-- Intent: what the evidence of an alert could rest on: readable, cut, sampled content. Locks: the table for the moment
-- that a nullable column without a default takes. Back-fill: none, older alerts keep null, "not noted".

alter table alerts add column visibility jsonb;
