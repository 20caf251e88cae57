-- name: beat
insert into process (role, instance, pid, at, ready, detail)
values (%s, %s, %s, %s, %s, %s::jsonb)
on conflict (role, instance) do update
set pid = excluded.pid, at = excluded.at, ready = excluded.ready, detail = excluded.detail

-- name: forget
delete from process where role = %s and at < %s::timestamptz - interval '1 minute'

-- name: leave
delete from process where role = %s and instance = %s

-- name: all
select role, instance, pid, at, ready, detail from process order by role, instance
