-- name: beat
-- Stamped by the database's clock, as it is read: a process whose own clock is wrong is as old as it is.
insert into process (role, instance, pid, at, ready, detail)
values (%s, %s, %s, clock_timestamp(), %s, %s::jsonb)
on conflict (role, instance) do update
set pid = excluded.pid, at = excluded.at, ready = excluded.ready, detail = excluded.detail

-- name: forget
delete from process where role = %s
  and at not between clock_timestamp() - interval '1 minute' and clock_timestamp() + interval '1 minute'

-- name: leave
delete from process where role = %s and instance = %s

-- name: all
-- The heartbeats, each with its age in seconds.
select role, instance, pid, extract(epoch from clock_timestamp() - at)::float8, ready, detail
from process order by role, instance
