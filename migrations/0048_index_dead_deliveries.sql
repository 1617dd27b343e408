-- Intent: the messages that an endpoint did not take are counted and listed without looking at all that it took.
-- Locks: the index is built under a share lock on deliveries. Back-fill: none.
create index deliveries_dead on deliveries (endpoint_id, message_id) where state = 'dead';
