-- Intent: every table of the first release. Locks: none, the tables are new. Back-fill: none.

create table instance_settings (
  name text primary key,
  value text not null
);

-- Ownership of a partition. Whoever writes for it locks its row first and stops unless the epoch is its own.
create table partition_leases (
  partition integer primary key check (partition >= 0),
  epoch bigint not null default 0,
  owner text,
  applied_sequence bigint not null default 0,
  flushed_sequence bigint not null default 0,
  watermark_at timestamptz,
  updated_at timestamptz not null default now()
);

create table api_keys (
  api_key_id text primary key,
  key_sha256 bytea not null constraint api_keys_key_sha256_unique unique,
  scope text not null constraint api_keys_scope_known check (scope in ('ingest', 'enforcement', 'api')),
  source text,
  name text not null,
  created_at timestamptz not null default now(),
  revoked_at timestamptz
);

create table staff_users (
  staff_user_id bigint generated always as identity primary key,
  email text not null constraint staff_users_email_unique unique,
  password_hash text not null,
  role text not null,
  created_at timestamptz not null default now()
);

create table staff_sessions (
  token_sha256 bytea primary key,
  staff_user_id bigint not null references staff_users on delete cascade,
  expires_at timestamptz not null
);
create index staff_sessions_staff_user_id on staff_sessions (staff_user_id);

create table accounts (
  account_id text primary key,
  created_at timestamptz,
  org_id text,
  plan text,
  segment text,
  signup_ip text,
  email_domain text,
  payment_fingerprint text,
  phone_hash text,
  verified boolean,
  updated_at timestamptz not null default now()
);

create table alerts (
  alert_id text primary key,
  subject_kind text not null constraint alerts_subject_kind_known check (subject_kind in ('account', 'campaign')),
  subject_id text not null,
  account_id text,
  campaign_id text,
  level text not null constraint alerts_level_known check (level in ('review', 'act')),
  episode integer not null check (episode > 0),
  score double precision not null,
  raised_at timestamptz not null,
  first_event_at timestamptz not null,
  last_event_at timestamptz not null,
  requests_seen bigint not null,
  reasons jsonb not null,
  sample_event_ids text[] not null,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);
create index alerts_newest on alerts (raised_at desc, alert_id);
create index alerts_account on alerts (account_id, raised_at desc, alert_id) where account_id is not null;
create index alerts_campaign on alerts (campaign_id, raised_at desc, alert_id) where campaign_id is not null;

create table cases (
  case_id bigint generated always as identity primary key,
  subject_kind text not null constraint cases_subject_kind_known check (subject_kind in ('account', 'campaign')),
  subject_id text not null,
  status text not null default 'open' constraint cases_status_known check (status in ('open', 'closed')),
  opened_at timestamptz not null default now()
);
create unique index cases_one_open_per_subject on cases (subject_kind, subject_id) where status = 'open';
create index cases_newest on cases (opened_at desc, case_id desc);

-- Several versions of an account stand here until the correlation has passed the newer one.
-- changed_xid finds late changes: a sequence could not, its values commit out of order.
create table account_digests (
  account_id text not null,
  tick_at timestamptz not null,
  digest bytea not null,
  changed_xid xid8 not null default pg_current_xact_id(),
  primary key (account_id, tick_at)
);
create index account_digests_tick_at on account_digests (tick_at);
create index account_digests_changed_xid on account_digests (changed_xid);

create table campaigns (
  campaign_id text primary key,
  merged_into text,
  level text constraint campaigns_level_known check (level in ('review', 'act')),
  score double precision not null,
  first_seen_at timestamptz not null,
  updated_at timestamptz not null default now()
);
create index campaigns_newest on campaigns (first_seen_at desc, campaign_id);

create table campaign_members (
  campaign_id text not null references campaigns on delete cascade,
  account_id text not null,
  confidence double precision not null,
  reasons jsonb not null,
  primary key (campaign_id, account_id)
);
create index campaign_members_account_id on campaign_members (account_id);

create table campaign_links (
  campaign_id text not null references campaigns on delete cascade,
  family text not null,
  trait text not null,
  accounts integer not null,
  rarity double precision not null,
  primary key (campaign_id, family, trait)
);

create table correlate_state (
  is_only_row boolean primary key default true check (is_only_row),
  epoch bigint not null default 0,
  owner text,
  closed_tick_at timestamptz,
  -- Changes of digests from transactions before this one have been taken in.
  horizon xid8 not null default '0',
  -- Per partition, the last sequence whose flush a full correlation has covered.
  covered_sequences bigint[] not null default '{}'
);
insert into correlate_state default values;

create table dead_letters (
  dead_letter_id bigint generated always as identity primary key,
  partition integer not null,
  sequence bigint not null,
  reason_code text not null,
  message text not null,
  payload bytea not null,
  records integer not null,
  created_at timestamptz not null default now(),
  replayed_at timestamptz,
  constraint dead_letters_batch_unique unique (partition, sequence)
);
