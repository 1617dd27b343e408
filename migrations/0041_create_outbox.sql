-- Intent: messages to the endpoints of the provider, written in the transaction that changes what is enforced.
-- Locks: none, new tables, indexes on decisions are built under a share lock. Back-fill: none: endpoints are told what
-- changes after they were made, and read what is in force from the feed.

create table endpoints (
  endpoint_id bigint generated always as identity primary key,
  url text not null,
  description text not null default '',
  -- Of the keys that sign for it; a rotation makes the next one.
  generation integer not null default 1,
  -- The one before signs too until then.
  rotated_until timestamptz,
  disabled_at timestamptz,
  disabled_because text,
  created_by text not null,
  created_at timestamptz not null default now(),
  constraint endpoints_disabled_whole check ((disabled_at is null) = (disabled_because is null))
);

-- What endpoints were last told of each target.
create table announced_targets (
  scope text not null,
  value text not null,
  version bigint not null,
  action text,
  until timestamptz,
  decision_id bigint,
  primary key (scope, value)
);
create index announced_targets_until on announced_targets (until) where until is not null;

create table messages (
  message_id bigint generated always as identity primary key,
  type text not null constraint messages_type_known
    check (type in ('target.restricted', 'target.released', 'endpoint.ping')),
  scope text,
  value text,
  -- Counts the messages on one target: the greater one is the newer.
  version bigint not null default 0,
  action text,
  until timestamptz,
  decision_id bigint references decisions,
  created_at timestamptz not null default now()
);
create index messages_decision on messages (decision_id);

create table deliveries (
  endpoint_id bigint not null references endpoints on delete cascade,
  message_id bigint not null references messages,
  -- `superseded`: a newer message on the same target is sent in its place.
  state text not null default 'queued'
    constraint deliveries_state_known check (state in ('queued', 'delivered', 'superseded', 'dead')),
  attempts integer not null default 0,
  next_attempt_at timestamptz not null default now(),
  claimed_by text,
  claimed_until timestamptz,
  last_attempt_at timestamptz,
  last_status integer,
  last_error text,
  primary key (endpoint_id, message_id)
);
create index deliveries_due on deliveries (endpoint_id, next_attempt_at, message_id) where state = 'queued';
create index deliveries_claimed on deliveries (claimed_until) where state = 'queued' and claimed_until is not null;
create index deliveries_message on deliveries (message_id);
create index messages_target on messages (scope, value, message_id);
create index decisions_api_keys on decisions using gin (api_key_ids) where api_key_ids <> '{}';
create index decisions_networks on decisions using gin (networks) where networks <> '{}';

-- Sends a message to every endpoint that is on, in place of those that still wait with an older one on the target.
-- One that is on its way now is let go on; it is not sent again.
create function send_message(sent messages) returns void language sql as $$
  update deliveries set state = 'superseded'
    from messages older
    where older.message_id = deliveries.message_id and (older.scope, older.value) = (sent.scope, sent.value)
      and older.message_id < sent.message_id and state = 'queued'
      and (claimed_until is null or claimed_until < now());
  insert into deliveries (endpoint_id, message_id)
    select endpoint_id, sent.message_id from endpoints where disabled_at is null
$$;

-- What counts for a target: the strictest of what is in force, then the longest, then the oldest.
create function counting_restriction(of_scope text, of_value text)
returns table (action text, until timestamptz, decision_id bigint) language sql stable as $$
  select action, expires_at, decision_id from effective_decisions,
    restricted_targets(action, account_ids, api_key_ids, networks) as target
  where target.scope = of_scope and target.value = of_value
    and case of_scope when 'account' then named_account_ids @> array[of_value]
      when 'apikey_hash' then api_key_ids @> array[of_value] else networks @> array[of_value] end
  order by case action when 'throttle' then 1 when 'request_verification' then 2 else 3 end desc, expires_at desc,
    decision_id
  limit 1
$$;

-- Writes a message when another restriction counts for a target than was last told. Whoever comes second waits for the
-- first at the target's row, and then sees what the first has done.
create function announce_target(of_scope text, of_value text) returns void language plpgsql as $$
declare
  told announced_targets;
  counts record;
  sent messages;
begin
  insert into announced_targets (scope, value, version) values (of_scope, of_value, 0) on conflict do nothing;
  select * into told from announced_targets where scope = of_scope and value = of_value for update;
  select * into counts from counting_restriction(of_scope, of_value);
  if counts.action is not distinct from told.action and counts.until is not distinct from told.until then
    return;
  end if;
  update announced_targets set version = told.version + 1, action = counts.action, until = counts.until,
    decision_id = counts.decision_id where scope = of_scope and value = of_value;
  insert into messages (type, scope, value, version, action, until, decision_id)
    values (case when counts.action is null then 'target.released' else 'target.restricted' end, of_scope, of_value,
      told.version + 1, counts.action, counts.until, coalesce(counts.decision_id, told.decision_id))
    returning * into sent;
  perform send_message(sent);
end $$;

-- At the end of the transaction, when all that it does is done. In order, so that two of them never wait for each other.
create function announce_change() returns trigger language plpgsql as $$
begin
  perform announce_target(target.scope, target.value)
    from decisions, restricted_targets(action, account_ids, api_key_ids, networks) as target
    where decisions.decision_id = new.decision_id order by target.scope, target.value;
  return null;
end $$;
create constraint trigger enforcement_changes_announced after insert on enforcement_changes
  deferrable initially deferred for each row execute function announce_change();

-- What ends by its date, and decisions whose accounts' time on the allow-list ended, are announced by whoever delivers.
create function announce_due(since timestamptz) returns integer language plpgsql as $$
declare
  due record;
  announced integer := 0;
begin
  for due in
    select scope, value from announced_targets where until <= now()
    union
    select 'account', entries.account_id from allow_list_entries entries
      where expires_at > since - interval '1 minute' and expires_at <= now()
    order by 1, 2 limit 1000
  loop
    perform announce_target(due.scope, due.value);
    announced := announced + 1;
  end loop;
  return announced;
end $$;
