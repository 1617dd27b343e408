-- Intent: whoever approves a decision alone, by breaking the glass, is seen doing it at once: Slack, PagerDuty and e-mail are told.
-- Locks: replacing the constraint takes a short exclusive lock on messages and checks its rows once. Back-fill: none.

alter table messages
  drop constraint messages_type_known,
  add constraint messages_type_known check (type in ('target.restricted', 'target.released', 'endpoint.ping',
    'policy.stopped', 'case.changed', 'cases.changed', 'decision.break_glass'));

create or replace function hears(of_endpoint endpoints, sent messages) returns boolean language sql stable as $$
  select case of_endpoint.kind
    when 'webhook' then sent.type not in ('case.changed', 'cases.changed', 'decision.break_glass')
    when 'pagerduty' then sent.type in ('case.changed', 'policy.stopped', 'decision.break_glass')
    when 'slack' then sent.type in ('cases.changed', 'policy.stopped', 'decision.break_glass')
    when 'email' then sent.type in ('cases.changed', 'policy.stopped', 'decision.break_glass')
    else sent.type in ('target.restricted', 'target.released') end
  and (sent.data is null or sent.data ->> 'level' = 'act' or of_endpoint.settings ->> 'min_level' = 'review')
$$;

-- In the transaction of the approval: who breaks the glass cannot keep it from being told.
create function announce_break_glass() returns trigger language plpgsql as $$
declare
  sent messages;
begin
  insert into messages (type, value, data)
    select 'decision.break_glass', decision_id::text, jsonb_build_object('level', 'act', 'case_id', case_id,
      'action', action, 'accounts', affected_accounts, 'verdict', new.verdict)
    from decisions where decision_id = new.decision_id
    returning * into sent;
  perform send_message(sent);
  return null;
end $$;
create trigger break_glass_announced after insert on decision_approvals
  for each row when (new.is_break_glass) execute function announce_break_glass();
