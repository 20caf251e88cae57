-- name: lock
select pg_try_advisory_lock(hashtext(%s))

-- name: unlock
select pg_advisory_unlock(hashtext(%s))

-- name: job
select country, day0, until, catalogue, begins, ends from sample_history

-- name: begin
insert into sample_history (country, day0, until, catalogue, begins) values (%s, %s, %s, %s, %s)

-- name: finish
update sample_history set ends = %s

-- name: mark
update installation set seeded = %s

-- name: partitions
select partitions from installation

-- name: folded
select partition, next_offset from position order by partition

-- name: moved
select exists (select from position where clock is not null)

-- name: open_tasks
select code, lead, assigned_by, state, due, progress
from task
where state in ('in_time', 'due_soon', 'overdue', 'awaiting', 'recurring') and lead is not null
order by code

-- name: done_tasks
select code, lead, assigned_by, state, due, progress
from task
where state in ('done_on_time', 'done_late')
order by done_on desc, code
limit 200

-- name: highest_numbers
select home, max(substring(code from '\.t(\d+)$')::int) from task where state <> 'unknown' group by home

-- name: open_difficulties
select task, difficulty, asked_of from difficulty where answered_on is null and asked_of is not null
order by task, difficulty

-- name: provinces
select code, short_vi from unit where kind = 'province' order by code

-- name: web_port
select (detail ->> 'port')::integer
from process
where role = 'web' and starts_with(instance, %s) and at > clock_timestamp() - %s::interval
order by at desc
limit 1
