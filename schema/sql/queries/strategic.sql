-- Readings and targets in force. Neighbours: stream/fold/force.py writes, stream/roll/strategic.py reads.

-- name: forget_readings
-- Periods of these subjects that are no longer in force.
delete from reading r
using unnest(%(indicators)s::text[], %(units)s::text[]) as s (indicator, unit)
where r.indicator = s.indicator and r.unit = s.unit
    and not exists (
        select from unnest(%(of)s::text[], %(by)s::text[], %(periods)s::text[])
            as k (indicator, unit, period)
        where k.indicator = r.indicator and k.unit = r.unit and k.period = r.period
    )

-- name: keep_readings
insert into reading (indicator, unit, period, value, num, den, n, edition, occurred_at, known_at,
    source_seq, update, marks)
select indicator, unit, period, value::numeric, num::numeric, den::numeric, n, edition, occurred_at,
    known_at, source_seq, update::uuid, marks::text[]
from unnest(%s::text[], %s::text[], %s::text[], %s::text[], %s::text[], %s::text[], %s::integer[],
    %s::text[], %s::timestamptz[], %s::timestamptz[], %s::bigint[], %s::text[], %s::text[])
    as given (indicator, unit, period, value, num, den, n, edition, occurred_at, known_at,
        source_seq, update, marks)
on conflict (indicator, unit, period) do update set
    value = excluded.value, num = excluded.num, den = excluded.den, n = excluded.n,
    edition = excluded.edition, occurred_at = excluded.occurred_at, known_at = excluded.known_at,
    source_seq = excluded.source_seq, update = excluded.update, marks = excluded.marks
where (reading.value, reading.num, reading.den, reading.n, reading.edition, reading.occurred_at,
        reading.known_at, reading.source_seq, reading.update, reading.marks)
    is distinct from (excluded.value, excluded.num, excluded.den, excluded.n, excluded.edition,
        excluded.occurred_at, excluded.known_at, excluded.source_seq, excluded.update,
        excluded.marks)

-- name: forget_targets
delete from target t
using unnest(%(indicators)s::text[], %(units)s::text[]) as s (indicator, unit)
where t.indicator = s.indicator and t.unit = s.unit

-- name: keep_targets
insert into target (indicator, unit, day, value, version, shape, days, values, update)
select indicator, unit, day, value::numeric, version, shape, days::date[], values::numeric[],
    update::uuid
from unnest(%s::text[], %s::text[], %s::date[], %s::text[], %s::integer[], %s::text[], %s::text[],
    %s::text[], %s::text[])
    as given (indicator, unit, day, value, version, shape, days, values, update)

-- name: keep_measured
insert into measured (indicator, unit, partition, stamp)
select * from unnest(%s::text[], %s::text[], %s::integer[], %s::bigint[])
on conflict (indicator, unit)
do update set partition = excluded.partition, stamp = excluded.stamp

-- name: moved
select m.indicator, m.unit
from unnest(%s::integer[], %s::bigint[]) as seen (partition, stamp)
join measured m on m.partition = seen.partition and m.stamp > seen.stamp

-- name: readings
select r.indicator, r.unit, r.period, r.occurred_at, r.known_at, r.update::text, r.source_seq,
    r.value, r.num, r.den, r.n, r.edition, r.marks
from unnest(%s::text[], %s::text[]) as s (indicator, unit)
join reading r using (indicator, unit)

-- name: targets
select t.indicator, t.unit, t.day, t.value, t.version, t.shape, t.days, t.values, t.update::text
from unnest(%s::text[], %s::text[]) as s (indicator, unit)
join target t using (indicator, unit)
order by t.day

-- name: colours
select scope, indicator, band, waits, sealed from indicator_now where sealed is not null

-- name: keep_indicators
insert into indicator_now (scope, indicator, kpi_version, as_of, state, band, waits, sealed)
select scope, indicator, %(kpi_version)s, %(as_of)s, state::json, band, waits, %(sealed)s
from unnest(%(scopes)s::text[], %(indicators)s::text[], %(states)s::text[], %(bands)s::text[],
    %(waits)s::text[]) as given (scope, indicator, state, band, waits)
on conflict (scope, indicator) do update set
    kpi_version = excluded.kpi_version, as_of = excluded.as_of, state = excluded.state,
    band = excluded.band, waits = excluded.waits, sealed = excluded.sealed

-- name: forget_indicators
delete from indicator_now n
where not exists (
    select from unnest(%s::text[], %s::text[]) as there (scope, indicator)
    where there.scope = n.scope and there.indicator = n.indicator
)
