-- Reports arrive in the order of received_at: a block range index costs the fold nothing.

create index update_received on update using brin (received_at);
