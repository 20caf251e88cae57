-- What /metrics tells of the whole line, read at most every few seconds. Neighbour: web/scrape.

-- name: partitions
-- Positions, the failures counted at them, and what could not be read.
select p.partition, p.next_offset, coalesce(f.n, 0),
    (select count(*) from dead_letter d where d.partition = p.partition and not d.our_fault),
    (select count(*) from dead_letter d where d.partition = p.partition and d.our_fault)
from position p
left join failure f on f.partition = p.partition and f.next_offset = p.next_offset
order by p.partition

-- name: held
select count(*), min(judged_at) from update where verdict = 'held'

-- name: deliveries
select count(*), min(due_at) from delivery where done_at is null
