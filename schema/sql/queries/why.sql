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
