-- Intent: baselines of honest traffic with their versions, and what a finding states by them.
-- Locks: adding columns without a preset takes a short exclusive lock on alerts. Back-fill: none; older alerts state nothing.

alter table alerts
  add column client_class text,
  add column declared_client jsonb,
  add column stated_rate jsonb;

-- The version is the day of event time at whose start it was learned, so that learning a day twice stores it once.
create table baselines (
  version text primary key,
  state text not null default 'candidate' constraint baselines_state_known check (state in ('candidate', 'active', 'retired')),
  payload jsonb not null,
  counts jsonb not null,
  created_at timestamptz not null default now()
);
create unique index baselines_one_active on baselines (state) where state = 'active';

-- Appended to and never edited: who made which version the bar, and when.
create table baseline_promotions (
  baseline_promotion_id bigint generated always as identity primary key,
  version text not null references baselines,
  replaced_version text,
  promoted_by text not null,
  promoted_at timestamptz not null default now()
);
create index baseline_promotions_version on baseline_promotions (version);
