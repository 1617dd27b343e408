-- Intent: people can be disabled; sessions end when idle and can be named and ended one by one; sign-ins are counted
-- where every process sees it.
-- Locks: a short exclusive lock on staff_users and on staff_sessions, which is rewritten and small.
-- Back-fill: sessions that are open count as begun and used now.

alter table staff_users
  add column disabled_at timestamptz,
  -- To the minute; null before the first sign-in.
  add column last_seen_at timestamptz;

alter table staff_sessions
  add column staff_session_id bigint generated always as identity constraint staff_sessions_id_unique unique,
  add column created_at timestamptz not null default now(),
  -- To the minute.
  add column last_used_at timestamptz not null default now(),
  -- What the browser called itself, for its owner to know a session by.
  add column user_agent text not null default '';

-- Sign-ins that were tried and did not succeed, by address and by network, each under its hash.
create table sign_in_attempts (
  subject_sha256 bytea primary key,
  attempts integer not null,
  window_ends_at timestamptz not null
);
create index sign_in_attempts_window on sign_in_attempts (window_ends_at);
