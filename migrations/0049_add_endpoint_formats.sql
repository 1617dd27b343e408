-- Intent: an endpoint chooses the form of the bodies that it gets.
-- Locks: adding a column takes a short exclusive lock on endpoints. Back-fill: those that stand keep the form that they know.
alter table endpoints add column format text not null default 'native'
  constraint endpoints_format_known check (format in ('native', 'cloudevents', 'cloudevents-binary', 'ocsf'));
