-- Sealing the ranking: what the leader reads and keeps. Neighbour: stream/roll/sealer.

-- name: last_sealed
select max(day) from ranking_snapshot

-- name: folds
select ready, coalesce((detail ->> 'lag')::bigint, 0) from process
where role = 'fold' and at >= clock_timestamp() - %s::interval

-- name: volumes
select quarter, unit, tasks from ranking_volume where quarter = any(%s)

-- name: tasks
select code, fold from task

-- name: again
-- Tasks to be folded anew: stored by another version, or told of after the instants of the seal.
select code from task where substring(fold from 1 for 2) <> %(head)s
union
select subject from update
where received_at >= %(since)s and (received_at > %(known)s or occurred_at >= %(end)s)

-- name: shelves
select distinct on (shelf) body from kpi_shelf where day <= %s order by shelf, day desc

-- name: keep_table
insert into ranking_snapshot (league, day, method, rows, hash, sealed_at)
values (%(league)s, %(day)s, %(method)s, %(rows)s::jsonb, %(hash)s, %(sealed_at)s)
on conflict (league, day) do nothing

-- name: keep_volumes
insert into ranking_volume (quarter, unit, tasks)
select %(quarter)s, * from unnest(%(units)s::text[], %(tasks)s::integer[])
on conflict (quarter, unit) do nothing

-- name: forget_lifts
delete from ranking_lift

-- name: keep_lifts
insert into ranking_lift (unit, place, day, task, gain)
select unit, place, %(day)s, task, gain
from unnest(%(units)s::text[], %(places)s::integer[], %(tasks)s::text[], %(gains)s::float8[])
    as given (unit, place, task, gain)
