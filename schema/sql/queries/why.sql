-- Why a figure moved: leaves at two instants, what roll published of them, what happened between.
-- A scope is given as `leads` (null: any), `field` and `posts` (web/facts/reach.py). What was known
-- at a close is its first version; later ones restate it.

-- name: snapshot
set transaction isolation level repeatable read, read only

-- name: closed_days
select min(day), max(day) from kpi_day where version = 1

-- name: leaves_on
select lead, programme, plan, objective, field, in_charge, counts
from (
    select distinct on (partition, lead, programme, plan, objective, field, in_charge)
        lead, programme, plan, objective, field, in_charge, counts
    from partial_day
    where day <= %(day)s and version = 1
      and (%(leads)s::text[] is null or lead = any(%(leads)s::text[]))
      and (%(field)s = '' or field = %(field)s)
      and (%(posts)s::text[] = '{}' or in_charge = any(%(posts)s::text[]))
      and (%(programme)s = '' or programme = %(programme)s)
    order by partition, lead, programme, plan, objective, field, in_charge, day desc
) as l

-- name: leaves_now
select lead, programme, plan, objective, field, in_charge, counts
from partial
where (%(leads)s::text[] is null or lead = any(%(leads)s::text[]))
  and (%(field)s = '' or field = %(field)s)
  and (%(posts)s::text[] = '{}' or in_charge = any(%(posts)s::text[]))
  and (%(programme)s = '' or programme = %(programme)s)

-- name: published_on
select counts from kpi_day
where scope = %(scope)s and programme = %(programme)s and day <= %(day)s and version = 1
order by day desc
limit 1

-- name: turned
-- Changes of standing by leaf, from and to which state and sign, by an update or by time alone.
select coalesce(t.lead, ''), coalesce(t.programme, ''), coalesce(t.plan, ''),
       coalesce(t.objective, ''), coalesce(t.field, ''), coalesce(t.in_charge, ''),
       h.cause is null, h.state_from, h.state_to, h.sign_from, h.sign_to, count(*)::bigint
from standing_history h join task t on t.code = h.subject
where h.at >= %(begin)s and h.at < %(end)s
  and (%(leads)s::text[] is null or t.lead = any(%(leads)s::text[]))
  and (%(field)s = '' or t.field = %(field)s)
  and (%(posts)s::text[] = '{}' or t.in_charge = any(%(posts)s::text[]))
  and (%(programme)s = '' or t.programme = %(programme)s)
group by 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11

-- name: reported
-- Leads about whose tasks anything was reported, and how much.
select coalesce(t.lead, ''), coalesce(t.programme, ''), coalesce(t.plan, ''),
       coalesce(t.objective, ''), coalesce(t.field, ''), coalesce(t.in_charge, ''),
       count(*)::bigint
from update p join task t on t.code = p.subject
where p.received_at >= %(begin)s and p.received_at < %(end)s
  and (%(leads)s::text[] is null or t.lead = any(%(leads)s::text[]))
  and (%(field)s = '' or t.field = %(field)s)
  and (%(posts)s::text[] = '{}' or t.in_charge = any(%(posts)s::text[]))
  and (%(programme)s = '' or t.programme = %(programme)s)
group by 1, 2, 3, 4, 5, 6

-- name: states_now
-- The newest state of each of these scopes.
select n.scope, n.state::text
from unnest(%(scopes)s::text[]) as w (scope)
join kpi_now n on n.scope = w.scope and n.programme = %(programme)s

-- name: counts_on
-- What the close of a day said of each of these scopes.
select w.scope, d.counts
from unnest(%(scopes)s::text[]) as w (scope)
cross join lateral (
    select k.counts from kpi_day k
    where k.scope = w.scope and k.programme = %(programme)s and k.day <= %(day)s and k.version = 1
    order by k.day desc limit 1
) d

-- name: shelves_on
select distinct on (shelf) body from kpi_shelf
where shelf = any(%(shelves)s::int[]) and day <= %(day)s
order by shelf, day desc

-- name: kept_by
-- When a value of the scope within the day was kept last, by an instant.
select max(at) from kpi_history
where scope = %(scope)s and programme = %(programme)s and at <= %(at)s

-- name: counts_by
-- The newest value of each of these scopes kept by an instant.
select w.scope, h.counts
from unnest(%(scopes)s::text[]) as w (scope)
cross join lateral (
    select k.counts from kpi_history k
    where k.scope = w.scope and k.programme = %(programme)s and k.at <= %(at)s
    order by k.at desc limit 1
) h

-- name: tiers_by
-- The tiers beside it.
select w.scope, h.tiers::text
from unnest(%(scopes)s::text[]) as w (scope)
cross join lateral (
    select k.tiers from kpi_history k
    where k.scope = w.scope and k.programme = %(programme)s and k.at <= %(at)s
    order by k.at desc limit 1
) h
where h.tiers is not null

-- name: stood
-- One-off tasks with how they stood at both ends: the first change after an instant tells what was
-- before it; where there is none, what is. Due dates are those in force then: of the revisions
-- received by then the last in the order of updates (domain 1), though it was moved back since.
with scoped as (
    select code, lead, programme, plan, objective, field, in_charge, start, due, due_0, weight,
           milestones, state, sign
    from task t
    where t.kind = 'one_off' and t.lead is not null and t.start is not null and t.due_0 is not null
      and (%(leads)s::text[] is null or t.lead = any(%(leads)s::text[]))
      and (%(field)s = '' or t.field = %(field)s)
      and (%(posts)s::text[] = '{}' or t.in_charge = any(%(posts)s::text[]))
      and (%(programme)s = '' or t.programme = %(programme)s)
), was as (
    select distinct on (subject) subject, state_from, sign_from
    from standing_history
    where at >= %(begin)s and subject in (select code from scoped)
    order by subject, version
), became as (
    select distinct on (subject) subject, state_from, sign_from
    from standing_history
    where at >= %(end)s and subject in (select code from scoped)
    order by subject, version
), moved as (
    select distinct on (subject) subject, cause
    from standing_history
    where at >= %(begin)s and at < %(end)s and subject in (select code from scoped)
    order by subject, version desc
), revised as (
    select u.subject, bool_or(u.received_at >= %(begin)s) as begin_moved,
           bool_or(u.received_at >= %(end)s) as end_moved,
           (array_agg((u.body ->> 'new_due')::date order by u.occurred_at desc, u.known_at desc,
                      coalesce(u.source_seq, 0) desc, u.id desc)
               filter (where u.received_at < %(begin)s))[1] as begin_due,
           (array_agg((u.body ->> 'new_due')::date order by u.occurred_at desc, u.known_at desc,
                      coalesce(u.source_seq, 0) desc, u.id desc)
               filter (where u.received_at < %(end)s))[1] as end_due
    from update u
    where u.kind = 'task.revised' and u.verdict = 'accepted'
      and u.body ->> 'decision' = 'approved' and u.subject in (select code from scoped)
    group by u.subject
)
select t.code, coalesce(t.lead, ''), coalesce(t.programme, ''), coalesce(t.plan, ''),
       coalesce(t.objective, ''), coalesce(t.field, ''), coalesce(t.in_charge, ''),
       t.start, t.due_0, coalesce(t.weight, 0), t.milestones,
       case when was.subject is null then t.state else was.state_from end,
       case when was.subject is null then t.sign else was.sign_from end,
       case when became.subject is null then t.state else became.state_from end,
       case when became.subject is null then t.sign else became.sign_from end,
       case when revised.begin_moved then coalesce(revised.begin_due, t.due_0) else t.due end,
       case when revised.end_moved then coalesce(revised.end_due, t.due_0) else t.due end,
       moved.cause is not null
from scoped t
left join revised on revised.subject = t.code
left join was on was.subject = t.code
left join became on became.subject = t.code
left join moved on moved.subject = t.code

-- name: flows
-- What happened in each unit on each day of two windows: two sums of flows (schema.flows, counted
-- from 1). The days in both windows are one row without a day.
select unit,
       case when day between %(begins)s and %(begin)s and day between %(ends)s and %(end)s
            then null else day end,
       sum((select coalesce(sum(counts[p]), 0) from unnest(%(nums)s::int[]) as p))::bigint,
       sum((select coalesce(sum(counts[p]), 0) from unnest(%(dens)s::int[]) as p))::bigint
from flow_day
where (day between %(begins)s and %(begin)s or day between %(ends)s and %(end)s)
  and (%(leads)s::text[] is null or unit = any(%(leads)s::text[]))
  and (%(field)s = '' or field = %(field)s)
  and (%(posts)s::text[] = '{}' or in_charge = any(%(posts)s::text[]))
  and (%(programme)s = '' or programme = %(programme)s)
group by 1, 2

-- name: reports
-- Reports in force by unit and day of two windows; one of several days counts on the first of
-- them. The days in both windows are one row without a day.
select r.unit,
       case when day between %(begins)s and %(begin)s and day between %(ends)s and %(end)s
            then null else day end,
       count(*)
from (
    select report, unit, day from reported
    where (day between %(begins)s and %(begin)s or day between %(ends)s and %(end)s)
      and (%(leads)s::text[] is null or unit = any(%(leads)s::text[]))
    group by report, unit, day having sum(updates) > 0
) r
where not exists (
    select from reported e
    where e.report = r.report and e.unit = r.unit and e.day < r.day
    group by e.day having sum(e.updates) > 0
)
group by 1, 2

-- name: indicators_now
select scope, state::text from indicator_now where scope = any(%(scopes)s::text[])
