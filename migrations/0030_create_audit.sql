-- Intent: who did what, as a chain of hashes that nobody edits. Locks: none, a new table.
-- Back-fill: none; the trail begins with this version.

-- Refuses whatever would change or remove a row of a table that is only appended to.
create function refuse_change() returns trigger language plpgsql as $$
begin
  raise exception '% is append-only: add a row that corrects the old one', tg_table_name using errcode = 'restrict_violation';
end $$;

-- Lets nobody change or empty a table: neither the role that owns it and works with it, by its rights, nor a superuser,
-- by the triggers. The check of a foreign key locks the row it points to, for which PostgreSQL asks the owner for the
-- right to update some column; `pointed_at` names it where others point here. The triggers refuse an update of it too.
create function make_append_only(name text, pointed_at text default null) returns void language plpgsql as $$
begin
  execute format('create trigger %I before update or delete on %I for each row execute function refuse_change()',
    name || '_append_only', name);
  execute format('create trigger %I before truncate on %I for each statement execute function refuse_change()',
    name || '_never_emptied', name);
  execute format('revoke update, delete, truncate on %I from public, current_user', name);
  if pointed_at is not null then
    execute format('grant update (%I) on %I to current_user', pointed_at, name);
  end if;
end $$;

-- Actors are 'staff:ID', 'key:ID' or 'system'.
create table audit_entries (
  audit_entry_id bigint primary key,
  at timestamptz not null,
  actor text not null constraint audit_entries_actor_form check (actor ~ '^(system|(staff|key):.+)$'),
  action text not null,
  subject_kind text not null,
  subject_id text not null,
  detail jsonb not null default '{}',
  previous_hash bytea not null,
  hash bytea not null
);
create index audit_entries_subject on audit_entries (subject_kind, subject_id, audit_entry_id);
create index audit_entries_actor on audit_entries (actor, audit_entry_id);

-- What the hash of an entry is taken over: every part with its length in bytes before it, so that no two entries
-- give the same text.
create function audit_text(entry audit_entries) returns text language sql stable as $$
  select string_agg(octet_length(part) || ':' || part, ',' order by place)
  from unnest(array[entry.audit_entry_id::text, to_char(entry.at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'),
    entry.actor, entry.action, entry.subject_kind, entry.subject_id, entry.detail::text,
    encode(entry.previous_hash, 'hex')]) with ordinality as parts(part, place)
$$;

-- Numbers without gaps and the chain need one writer at a time; the lock ends with the transaction. Whoever locks
-- a case too locks it first.
create function chain_audit_entry() returns trigger language plpgsql as $$
declare
  last audit_entries;
begin
  perform pg_advisory_xact_lock(5160330);
  select * into last from audit_entries order by audit_entry_id desc limit 1;
  new.audit_entry_id := coalesce(last.audit_entry_id, 0) + 1;
  new.at := clock_timestamp();
  new.previous_hash := coalesce(last.hash, sha256('stillwatch'));
  new.hash := sha256(convert_to(audit_text(new), 'UTF8'));
  return new;
end $$;

create trigger audit_entries_chain before insert on audit_entries
  for each row execute function chain_audit_entry();
select make_append_only('audit_entries');
