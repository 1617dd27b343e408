-- Intent: what challengers and detectors in shadow mode would have done, beside what live has done. Locks: none, the
-- table is new. Back-fill: none, a comparison begins with the challenger.

create table shadow_findings (
  shadow_finding_id text primary key,
  challenger text not null,
  version text not null,
  subject_kind text not null
    constraint shadow_findings_subject_kind_known check (subject_kind in ('account', 'campaign')),
  subject_id text not null,
  level text not null constraint shadow_findings_level_known check (level in ('review', 'act')),
  verdict text not null constraint shadow_findings_verdict_known check (verdict in ('raised', 'missed')),
  episode integer not null check (episode > 0),
  raised_at timestamptz not null,
  requests_seen bigint not null,
  score double precision not null,
  live_score double precision not null,
  live_level text constraint shadow_findings_live_level_known check (live_level in ('review', 'act')),
  reasons jsonb not null,
  -- Of a campaign or group; it grows while the challenger's view of the group does.
  member_ids text[] not null,
  created_at timestamptz not null default now()
);
create index shadow_findings_newest on shadow_findings (raised_at desc, shadow_finding_id);
create index shadow_findings_challenger on shadow_findings (challenger, version, raised_at desc, shadow_finding_id);
