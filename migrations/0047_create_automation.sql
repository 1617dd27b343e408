-- Intent: policies that act without a person: whether they may, what each did, and one switch that stops them all.
-- Locks: replacing constraints takes an exclusive lock on messages and on the audit trail while their rows are checked.
-- Back-fill: none.

-- Whoever acts holds this row until the act is committed; whoever stops waits for that and then nothing acts any more.
create table automation_switch (
  is_only_row boolean primary key default true check (is_only_row),
  stopped_by text,
  stopped_because text,
  changed_at timestamptz not null default now(),
  constraint automation_switch_whole check ((stopped_by is null) = (stopped_because is null))
);
insert into automation_switch default values;

-- On what evidence, and knowing whom it would have hit, a policy was allowed to act.
create table policy_armings (
  arming_id bigint generated always as identity primary key,
  policy_id text not null,
  policy_sha256 bytea not null,
  -- A fingerprint of the detection settings that the evidence was won under.
  detection_version text not null,
  evidence jsonb not null,
  preview jsonb not null,
  is_forced boolean not null,
  reason text not null constraint policy_armings_reason_given check (length(trim(reason)) > 0),
  armed_by text not null,
  armed_at timestamptz not null default now()
);

create table policy_states (
  policy_id text primary key,
  -- `watching`: was never armed. `tripped`: its budget stopped it.
  state text not null default 'watching'
    constraint policy_states_known check (state in ('watching', 'armed', 'stopped', 'tripped')),
  arming_id bigint references policy_armings,
  because text,
  -- Alerts of before are left to people: whoever arms a policy does not act on a backlog.
  watches_since timestamptz not null default now(),
  changed_by text not null,
  changed_at timestamptz not null default now(),
  constraint policy_states_armed check (state <> 'armed' or arming_id is not null)
);

-- What became of each alert that a policy matches; its row is what makes every effect happen once.
create table policy_outcomes (
  policy_id text not null,
  alert_id text not null references alerts,
  account_id text not null,
  -- `shadowed`: would have acted. `proposed`: left to a person. `passed`: there was nothing to do.
  outcome text not null
    constraint policy_outcomes_known check (outcome in ('shadowed', 'proposed', 'acted', 'passed')),
  because text,
  decision_id bigint references decisions,
  requests bigint not null,
  at timestamptz not null default now(),
  primary key (policy_id, alert_id),
  constraint policy_outcomes_acted_whole check ((outcome = 'acted') = (decision_id is not null))
);
create index policy_outcomes_acted on policy_outcomes (policy_id, at) where outcome = 'acted';
create index policy_outcomes_account on policy_outcomes (account_id);

-- Policies are actors, too.
alter table audit_entries
  drop constraint audit_entries_actor_form,
  add constraint audit_entries_actor_form check (actor ~ '^(system|(staff|key|policy):.+)$');

alter table messages
  drop constraint messages_type_known,
  add constraint messages_type_known
    check (type in ('target.restricted', 'target.released', 'endpoint.ping', 'policy.stopped'));

-- Tells every endpoint that a policy was stopped by its budget: somebody has to look.
create function announce_policy_stopped(of_policy text) returns void language plpgsql as $$
declare
  sent messages;
begin
  insert into messages (type, value) values ('policy.stopped', of_policy) returning * into sent;
  perform send_message(sent);
end $$;

select make_append_only('policy_armings', 'arming_id');
