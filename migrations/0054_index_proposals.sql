-- Intent: finding the cases that a policy proposed to act on. Locks: writes to case_events wait for the index.
-- Back-fill: none.

create index case_events_proposed on case_events (case_id) where kind = 'proposed';
