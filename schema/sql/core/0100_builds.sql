-- A build is being made, active, or was the active one: rebuilding knows which of them it may drop.

alter table build add column retired_at timestamptz;
comment on column build.retired_at is 'since when another one is active; null and not active: it is being made, or its making was cut off';
update build set retired_at = now() where not active;
