-- What was known at a close, or at an instant, and what is known of it now. Neighbours: web/pages/past.

-- name: snapshot
set transaction isolation level repeatable read, read only

-- name: kept
-- The closed days there are, and since when values through the day are kept.
select (select min(day) from kpi_day), (select day from roll_state),
    (select min(at) from kpi_history)

-- name: days
-- The value of each scope on each day: the newest row with day ≤ it, of that day the highest version
-- known by `known` (null: known now). The first version is what a close said, whenever it was written.
select w.scope, w.programme, w.day, d.counts
from unnest(%(scopes)s::text[], %(programmes)s::text[], %(days)s::date[])
    as w (scope, programme, day)
cross join lateral (
    select k.counts from kpi_day k
    where k.scope = w.scope and k.programme = w.programme and k.day <= w.day
      and (%(known)s::timestamptz is null or k.version = 1 or k.known_from <= %(known)s)
    order by k.day desc, k.version desc limit 1
) d

-- name: shelf
select body from kpi_shelf where shelf = %(shelf)s and day <= %(day)s order by day desc limit 1

-- name: instants
-- The newest value of each scope published by an instant.
select w.scope, w.programme, h.counts, h.tiers::text
from unnest(%(scopes)s::text[], %(programmes)s::text[]) as w (scope, programme)
cross join lateral (
    select h.counts, h.tiers from kpi_history h
    where h.scope = w.scope and h.programme = w.programme and h.at <= %(at)s
    order by h.at desc limit 1
) h

-- name: restatements
-- Versions of a scope's days, the newest first, each with what was known of the day before it.
select r.day, r.version, r.known_from, r.counts, before.counts, r.causes::text[], r.caused
from kpi_day r
left join lateral (
    select k.counts from kpi_day k
    where k.scope = r.scope and k.programme = r.programme
      and (k.day < r.day or (k.day = r.day and k.version < r.version))
      and (k.version = 1 or k.known_from < r.known_from)
    order by k.day desc, k.version desc limit 1
) before on true
where r.scope = %(scope)s and r.programme = %(programme)s and r.version > 1
  and (%(day)s::date is null or r.day = %(day)s)
  and r.counts is distinct from before.counts
order by r.known_from desc, r.day desc
limit %(most)s

-- name: causes
select u.id::text, u.kind, u.subject, t.title, t.secrecy, u.unit, u.occurred_at, u.received_at
from update u left join task t on t.code = u.subject
where u.id = any(%(ids)s::uuid[])
