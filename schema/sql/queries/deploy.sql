-- name: past
-- How much of the sample country's history is folded, and how much of it is published, each 0..1.
with span as (
    select s.ordinality - 1 as partition, s.begins, s.ends
    from sample_history h, unnest(h.begins, h.ends) with ordinality as s (begins, ends, ordinality)
), reached as (
    select
        begins, ends,
        coalesce(p.next_offset, 0) as folded,
        coalesce((k.state -> 'positions' ->> s.partition::text)::bigint, 0) as published
    from span s
    left join position p on p.partition = s.partition
    left join kpi_now k on k.scope = 'vn' and k.programme = ''
)
select
    sum(greatest(least(folded, ends) - begins, 0)) / nullif(sum(ends - begins), 0)::float8,
    sum(greatest(least(published, ends) - begins, 0)) / nullif(sum(ends - begins), 0)::float8
from reached
