-- A figure over time: values at instants asked for, whatever was written when. Neighbour: web/pages/history.

-- name: closes
-- The value of a scope at the close of each day: as known by an instant of its own (null: known now).
-- The first version is what a close said, whenever it was written.
select w.day, k.counts
from unnest(%(days)s::date[], %(known)s::timestamptz[]) as w (day, known)
cross join lateral (
    select counts from kpi_day k
    where k.scope = %(scope)s and k.programme = %(programme)s and k.day <= w.day
      and (w.known is null or k.version = 1 or k.known_from <= w.known)
    order by k.day desc, k.version desc
    limit 1
) k
where w.day <= (select day from roll_state)
order by w.day

-- name: within
-- The newest value of a scope by each instant: published, or said by a close since.
select w.at, v.counts
from unnest(%(instants)s::timestamptz[]) as w (at)
cross join lateral (
    (
        select h.at, h.counts from kpi_history h
        where h.scope = %(scope)s and h.programme = %(programme)s and h.at <= w.at
        order by h.at desc
        limit 1
    )
    union all
    (
        select (k.day + 1)::timestamp at time zone 'Asia/Ho_Chi_Minh', k.counts from kpi_day k
        where k.scope = %(scope)s and k.programme = %(programme)s and k.version = 1
          and k.day < (w.at at time zone 'Asia/Ho_Chi_Minh')::date
        order by k.day desc
        limit 1
    )
    order by 1 desc
    limit 1
) v
order by w.at
