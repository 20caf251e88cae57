-- name: try_lead
select pg_try_advisory_lock(hashtext(%s), hashtext('roll'))

-- name: listen
listen {channel}

-- name: ground
select
    (select build from build where active),
    (select partitions from installation),
    (select max(version) from catalogue),
    kpi_version, day
from roll_state

-- name: positions
select partition, next_offset, clock, canary from position order by partition

-- name: moved
select p.partition, p.lead, p.programme, p.plan, p.objective, p.field, p.in_charge, p.counts
from unnest(%s::integer[], %s::bigint[]) as seen (partition, stamp)
join partial p on p.partition = seen.partition and p.stamp > seen.stamp

-- name: flows_moved
select f.partition, f.unit, f.programme, f.field, f.in_charge, f.known_on, f.day, f.counts
from unnest(%s::integer[], %s::bigint[]) as seen (partition, stamp)
join flow_day f on f.partition = seen.partition and f.stamp > seen.stamp
where f.day >= %s

-- name: flows_known
-- What was told after one day, up to and including another; of days from a third on.
select partition, unit, programme, field, in_charge, known_on, day, counts
from flow_day where known_on > %s and known_on <= %s and day >= %s

-- name: reports_of
-- A report counts once, on the first day on which any update of it is in force; as known on a day.
-- Where it moves, later days of it may move with it: they are answered, too.
with asked as (
    select unit, day from unnest(%(units)s::text[], %(days)s::date[]) as a (unit, day)
), touched as (
    select unit, day from asked
    union
    select later.unit, later.day
    from asked
    join reported r on r.unit = asked.unit and r.day = asked.day
    join reported later on later.report = r.report and later.unit = r.unit and later.day > r.day
)
select t.unit, t.day, (
    select count(*)
    from (
        select report from reported
        where unit = t.unit and day = t.day and known_on <= %(known)s
        group by report having sum(updates) > 0
    ) r
    where not exists (
        select from reported e
        where e.report = r.report and e.unit = t.unit and e.day < t.day and e.known_on <= %(known)s
        group by e.day having sum(e.updates) > 0
    )
)
from touched t

-- name: reports_since
-- The same of all days from one on, in one pass over their reports.
select unit, day, count(*) filter (where in_force and day = first)
from (
    select unit, day, in_force,
        min(day) filter (where in_force) over (partition by report, unit) as first
    from (
        select report, unit, day,
            coalesce(sum(updates) filter (where known_on <= %(known)s), 0) > 0 as in_force
        from reported where report in (select report from reported where day >= %(since)s)
        group by report, unit, day
    ) stood
) r
where day >= %(since)s
group by unit, day

-- name: redated
delete from redated returning lead

-- name: replanned
delete from replanned returning code

-- name: planned_all
select code, lead, programme, field, in_charge, start, due_0, weight, milestones, done_on
from planned_task

-- name: planned
select code, lead, programme, field, in_charge, start, due_0, weight, milestones, done_on
from planned_task where code = any(%s)

-- name: planned_since
-- Every leaf of the plan with the instant its task was first told of.
select p.code, p.lead, p.programme, p.field, p.in_charge, p.start, p.due_0, p.weight, p.milestones,
    p.done_on, told.at
from planned_task p
join (
    select subject, min(received_at) as at from update
    where kind = 'task.assigned' and verdict = 'accepted' group by subject
) told on told.subject = p.code

-- name: copy_shelves
copy kpi_shelf (shelf, day, known_from, body) from stdin (format binary)

-- name: dated
select
    lead, coalesce(programme, ''), coalesce(field, ''), coalesce(in_charge, ''),
    what, due, case when what = 'overdue' then lead else '' end, '', count(*)
from task
cross join lateral (
    select case state when 'overdue' then 'overdue' when 'awaiting' then 'awaiting' else 'open' end
    union all
    select 'at_risk' where sign in ('at_risk', 'behind')
) as is_a (what)
where lead = any(%(leads)s) and due is not null
    and state in ('awaiting', 'in_time', 'due_soon', 'overdue', 'not_started')
group by 1, 2, 3, 4, 5, 6
union all
select
    t.lead, coalesce(t.programme, ''), coalesce(t.field, ''), coalesce(t.in_charge, ''),
    'waits', d.raised_on, t.lead, d.asked_of, count(*)
from difficulty d
join task t on t.code = d.task
where d.lead = any(%(leads)s) and d.answered_on is null and d.asked_of is not null
    and t.lead = d.lead
group by 1, 2, 3, 4, 6, 8

-- name: arrived
select partition, unit, updates, automatic, lag_s from arrival_day where day = %s

-- name: arrived_since
select a.partition, a.unit, a.updates, a.automatic, a.lag_s
from unnest(%s::integer[], %s::bigint[]) as seen (partition, stamp)
join arrival_day a on a.partition = seen.partition and a.stamp > seen.stamp
where a.day = %s

-- name: first_day
select least((select min(day) from partial_day), (select min(day) from kpi_day))

-- name: days
select day, partition, lead, programme, plan, objective, field, in_charge, counts, known_from
from partial_day
where day > %s and day <= %s and version = 1
order by day

-- name: days_until
select distinct on (partition, lead, programme, plan, objective, field, in_charge)
    partition, lead, programme, plan, objective, field, in_charge, counts
from partial_day
where day <= %s and version = 1
order by partition, lead, programme, plan, objective, field, in_charge, day desc

-- name: copy_days
copy kpi_day (scope, programme, day, version, known_from, counts) from stdin

-- name: upsert_states
insert into kpi_now (scope, programme, kpi_version, as_of, state)
select scope, programme, %(kpi_version)s, %(as_of)s, state::json
from unnest(%(scopes)b::text[], %(programmes)b::text[], %(states)b::text[])
    as given (scope, programme, state)
on conflict (scope, programme) do update
set kpi_version = excluded.kpi_version, as_of = excluded.as_of, state = excluded.state

-- name: forget_curves
delete from plan_curve c
using unnest(%s::text[], %s::text[]) as gone (scope, programme)
where c.scope = gone.scope and c.programme = gone.programme

-- name: forget_all_curves
delete from plan_curve

-- name: copy_curves
copy plan_curve (scope, programme, first, last, step, alike, planned) from stdin

-- name: published
select scope, programme from kpi_now

-- name: forget_states
delete from kpi_now n
using unnest(%s::text[], %s::text[]) as gone (scope, programme)
where n.scope = gone.scope and n.programme = gone.programme

-- name: recorded
select n.scope, n.programme, h.counts
from kpi_now n
cross join lateral (
    select counts from kpi_history h
    where h.scope = n.scope and h.programme = n.programme
    order by h.at desc
    limit 1
) h

-- name: copy_history
copy kpi_history (scope, programme, at, kpi_version, counts, tiers) from stdin

-- name: carry_history
-- Once in thirty days, in turns, a value that has not moved since is said again: so that for any
-- instant of the last 400 days every scope has a row no older than thirty-one days before it.
insert into kpi_history (scope, programme, at, kpi_version, counts, tiers)
select n.scope, n.programme, %(at)s, h.kpi_version, h.counts, h.tiers
from kpi_now n
cross join lateral (
    select at, kpi_version, counts, tiers from kpi_history h
    where h.scope = n.scope and h.programme = n.programme
    order by h.at desc
    limit 1
) h
where abs(hashtext(n.scope)::bigint) %% 30 = %(turn)s
  and h.at <= %(at)s::timestamptz - interval '1 day'

-- name: move_on
update roll_state set kpi_version = %s, day = %s

-- name: restated
-- What restates leaves and is not in kpi_day yet, known up to a local day.
select r.lead, r.programme, r.field, r.in_charge, r.steps::text, r.updates, r.known_from,
    r.partition, r.known_on, r.stamp
from restated r
left join restated_upto u on u.partition = r.partition
where (u.partition is null or (r.known_on, r.stamp) > (u.known_on, u.stamp)) and r.known_on <= %s

-- name: restated_upto
insert into restated_upto (partition, known_on, stamp)
select * from unnest(%s::integer[], %s::date[], %s::bigint[])
on conflict (partition) do update set known_on = excluded.known_on, stamp = excluded.stamp

-- name: newest_days
-- Of each scope the newest version of every day from the last one before `first` on.
select w.scope, w.programme, d.day, d.version, d.counts
from unnest(%s::text[], %s::text[], %s::date[]) as w (scope, programme, first)
cross join lateral (
    select distinct on (k.day) k.day, k.version, k.counts
    from kpi_day k
    where k.scope = w.scope and k.programme = w.programme
      and k.day >= coalesce((
          select max(b.day) from kpi_day b
          where b.scope = w.scope and b.programme = w.programme and b.day <= w.first
      ), w.first)
    order by k.day, k.version desc
) d

-- name: copy_versions
copy kpi_day (scope, programme, day, version, known_from, counts, causes, caused) from stdin

-- name: restated_on
select distinct scope, programme from kpi_day where day = %s and version > 1
