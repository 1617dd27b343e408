-- Intent: endpoints that are not told by a signed webhook but through the API of a product, with a credential of theirs.
-- Locks: adding columns and replacing a constraint take short exclusive locks on endpoints and deliveries; the rows of
-- deliveries are checked once. Back-fill: every endpoint that stands is a webhook.

alter table endpoints
  add column kind text not null default 'webhook'
    constraint endpoints_kind_known check (kind in ('webhook', 'litellm', 'kong', 'http')),
  -- What its kind needs to know; read by services/webhooks/endpoint-kinds.ts.
  add column settings jsonb not null default '{}',
  -- Its credential, encrypted under a key that is derived from WEBHOOK_KEY.
  add column sealed_secret bytea,
  add constraint endpoints_webhook_bare check (kind <> 'webhook' or sealed_secret is null);

-- `refused`: its product has no way to do it, or knows no such target. Nothing is tried again, somebody has to look.
alter table deliveries
  drop constraint deliveries_state_known,
  add constraint deliveries_state_known
    check (state in ('queued', 'delivered', 'superseded', 'dead', 'refused'));

-- Which messages an endpoint is sent. A ping is sent to one alone.
create function hears(kind text, type text) returns boolean language sql immutable as $$
  select kind = 'webhook' or type in ('target.restricted', 'target.released')
$$;

create or replace function send_message(sent messages) returns void language sql as $$
  update deliveries set state = 'superseded'
    from messages older
    where older.message_id = deliveries.message_id and (older.scope, older.value) = (sent.scope, sent.value)
      and older.message_id < sent.message_id and state = 'queued'
      and (claimed_until is null or claimed_until < now());
  insert into deliveries (endpoint_id, message_id)
    select endpoint_id, sent.message_id from endpoints where disabled_at is null and hears(kind, sent.type)
$$;

-- How a key of a gateway was before anything here restricted it, and the targets by which it is restricted now.
create table held_keys (
  endpoint_id bigint not null references endpoints on delete cascade,
  key text not null,
  before jsonb not null,
  primary key (endpoint_id, key)
);
create table key_holds (
  endpoint_id bigint not null references endpoints on delete cascade,
  key text not null,
  scope text not null,
  value text not null,
  -- Null once it is lifted and the gateway has not been told yet.
  restriction text constraint key_holds_restriction_known check (restriction in ('ban', 'throttle')),
  primary key (endpoint_id, key, scope, value)
);
create index key_holds_target on key_holds (endpoint_id, scope, value);

create index deliveries_refused on deliveries (endpoint_id, message_id) where state = 'refused';
